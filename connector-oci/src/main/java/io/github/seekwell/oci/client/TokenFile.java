package io.github.seekwell.oci.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A token that somebody else writes and keeps fresh.
 *
 * @param path where it is
 * @param title what it is, for messages
 */
record TokenFile(Path path, String title) {

  String read() throws IdentityException {
    String name = "the " + title + " in " + path + " ";
    try {
      String token = Files.readString(path, StandardCharsets.US_ASCII).replaceAll("\\s", "");
      if (token.isEmpty()) {
        throw IdentityException.of(name + "is empty", null);
      }
      if (token.chars().anyMatch(c -> c < ' ' || c == '"')) {
        throw IdentityException.of(name + "is no token", null);
      }
      return token;
    } catch (NoSuchFileException e) {
      throw IdentityException.of(name + "cannot be read: there is no such file", e);
    } catch (IdentityException e) {
      throw e;
    } catch (IOException e) {
      throw IdentityException.of(name + "cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  /** Whom the token of now speaks for; empty if there is none or it does not say. */
  String subject() {
    try {
      return TokenClaims.of(read()).subject();
    } catch (IdentityException e) {
      return "";
    }
  }
}
