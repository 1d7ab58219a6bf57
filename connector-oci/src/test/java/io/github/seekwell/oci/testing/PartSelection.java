package io.github.seekwell.oci.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Digests;
import io.github.seekwell.core.testing.Upload;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Which parts of an upload make the object: every part is either committed or excluded. */
final class PartSelection {
  private final Upload upload;

  PartSelection(Upload upload) {
    this.upload = upload;
  }

  /** The parts named by a commit, by number. */
  List<Upload.Part> select(JsonNode details) {
    NavigableMap<Integer, Upload.Part> committed = new TreeMap<>();
    for (JsonNode one : details.path("partsToCommit")) {
      Upload.Part part = part(one.path("partNum").asInt());
      if (!part.etag().equals(one.path("etag").asText())) {
        throw invalid("The entity tag of part " + part.number() + " is another");
      }
      committed.put(part.number(), part);
    }
    if (committed.isEmpty()) {
      throw invalid("No part is to be committed");
    }
    Set<Integer> rest = new HashSet<>(upload.parts().keySet());
    rest.removeAll(committed.keySet());
    for (JsonNode number : details.path("partsToExclude")) {
      rest.remove(number.asInt());
    }
    if (!rest.isEmpty()) {
      throw invalid("Neither committed nor excluded: parts " + rest);
    }
    return new ArrayList<>(committed.values());
  }

  static Content content(List<Upload.Part> parts) {
    return Content.join(parts.stream().map(part -> part.body().content()).toList());
  }

  /** The digest of the parts' digests, and how many there were. */
  static String md5(List<Upload.Part> parts) {
    MessageDigest digest = Digests.of("MD5");
    parts.forEach(part -> digest.update(part.body().md5()));
    return Base64.getEncoder().encodeToString(digest.digest()) + "-" + parts.size();
  }

  private Upload.Part part(int number) {
    Upload.Part part = upload.parts().get(number);
    if (part == null) {
      throw invalid("Part " + number + " was not uploaded");
    }
    return part;
  }

  private static OciRefusal invalid(String message) {
    return new OciRefusal(400, "InvalidUploadPart", message);
  }
}
