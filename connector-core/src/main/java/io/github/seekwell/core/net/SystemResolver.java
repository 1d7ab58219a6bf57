package io.github.seekwell.core.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Asks the system's name service, past the cache of the JVM.
 *
 * <p>That cache cannot be switched off for one caller, and its time to live is a property of the
 * whole JVM that is read once. But it keeps names as they are spelled, while the name service
 * ignores case: every look-up therefore uses another spelling, in upper and lower case, of the same
 * name, and falls back to the plain one for services that do mind the case. The spellings return
 * after 2 to the power of the name's letters; the JVM has dropped them long before, unless it was
 * told to keep names for ever, in which case a name of ten letters serves for eight hours at one
 * look-up in 30 s, and an endpoint's name of thirty for any time that matters.
 *
 * <p>When the system property {@code jdk.net.hosts.file} is set, the JDK answers all names from
 * that file; so does this class, reading the file each time.
 */
public final class SystemResolver implements Resolver {

  /** The JDK's own property for a file that replaces the name service. */
  static final String HOSTS_FILE = "jdk.net.hosts.file";

  private static final Pattern IPV4_LITERAL = Pattern.compile("[0-9.]+");

  private final AtomicInteger spelling;

  /** Begins with any spelling, so that two resolvers in one JVM do not meet in its cache. */
  public SystemResolver() {
    this(ThreadLocalRandom.current().nextInt());
  }

  SystemResolver(int firstSpelling) {
    this.spelling = new AtomicInteger(firstSpelling);
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    if (host.isEmpty()) {
      throw new UnknownHostException("no host name given");
    }
    if (host.indexOf(':') >= 0) {
      return List.of(InetAddress.getByName(host));
    }
    if (IPV4_LITERAL.matcher(host).matches()) {
      // Named after itself, so that nobody's getHostName() starts a reverse look-up.
      return List.of(InetAddress.getByAddress(host, InetAddress.getByName(host).getAddress()));
    }
    String hostsFile = System.getProperty(HOSTS_FILE, "");
    return hostsFile.isEmpty() ? ask(host) : fromFile(host, Path.of(hostsFile));
  }

  /** Asks through the JVM, with a spelling its cache does not know yet. */
  List<InetAddress> ask(String host) throws UnknownHostException {
    InetAddress[] found;
    try {
      found = InetAddress.getAllByName(respell(host, spelling.getAndIncrement()));
    } catch (UnknownHostException e) {
      found = InetAddress.getAllByName(host);
    }
    Set<InetAddress> named = new LinkedHashSet<>();
    for (InetAddress address : found) {
      named.add(InetAddress.getByAddress(host, address.getAddress()));
    }
    return List.copyOf(named);
  }

  /** Spells the n-th letter in upper case where the n-th bit is set. */
  static String respell(String host, int bits) {
    StringBuilder result = new StringBuilder(host.length());
    int rest = bits;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (Character.isLetter(c)) {
        String letter = String.valueOf(c);
        result.append(
            (rest & 1) == 1 ? letter.toUpperCase(Locale.ROOT) : letter.toLowerCase(Locale.ROOT));
        rest >>>= 1;
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }

  private static List<InetAddress> fromFile(String host, Path file) throws UnknownHostException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      UnknownHostException unknown =
          new UnknownHostException(host + ": the hosts file " + file + " cannot be read");
      unknown.initCause(e);
      throw unknown;
    }
    List<InetAddress> found = inLines(host, lines);
    if (found.isEmpty()) {
      throw new UnknownHostException(host + ": not in the hosts file " + file);
    }
    return found;
  }

  /** Finds a host in lines such as {@code 127.0.0.1 name alias # remark}. */
  static List<InetAddress> inLines(String host, List<String> lines) throws UnknownHostException {
    Set<InetAddress> found = new LinkedHashSet<>();
    for (String line : lines) {
      int remark = line.indexOf('#');
      String[] words = (remark < 0 ? line : line.substring(0, remark)).trim().split("\\s+", -1);
      for (int i = 1; i < words.length; i++) {
        if (words[i].equalsIgnoreCase(host)) {
          found.add(InetAddress.getByAddress(host, InetAddress.getByName(words[0]).getAddress()));
        }
      }
    }
    return new ArrayList<>(found);
  }
}
