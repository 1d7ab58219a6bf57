package io.github.seekwell.s3.testing;

import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * What may differ between servers, regions and tests.
 *
 * @param region of this endpoint, and of every bucket that has no other
 * @param regionChecked whether requests signed for another region are refused
 * @param domains names that buckets' names may stand before in a host
 * @param minimumPart bytes a part must have unless it is the last
 * @param mostAtOnce bytes of the largest single put, part or copy
 * @param payingRequesters buckets whose requesters must say that they pay
 * @param clock of dates in answers
 */
record S3Rules(
    String region,
    boolean regionChecked,
    List<String> domains,
    long minimumPart,
    long mostAtOnce,
    Set<String> payingRequesters,
    Clock clock) {
  private static final long MIB = 1L << 20;

  // The service's own limits.
  static final S3Rules DEFAULT =
      new S3Rules(
          "us-east-1",
          false,
          List.of("localhost"),
          5 * MIB,
          5 * 1024 * MIB,
          Set.of(),
          Clock.systemUTC());

  S3Rules {
    domains = List.copyOf(domains);
    payingRequesters = Set.copyOf(payingRequesters);
  }

  S3Rules inRegion(String name) {
    return new S3Rules(name, true, domains, minimumPart, mostAtOnce, payingRequesters, clock);
  }

  S3Rules domains(List<String> names) {
    return new S3Rules(
        region, regionChecked, names, minimumPart, mostAtOnce, payingRequesters, clock);
  }

  S3Rules minimumPart(long bytes) {
    return new S3Rules(region, regionChecked, domains, bytes, mostAtOnce, payingRequesters, clock);
  }

  S3Rules mostAtOnce(long bytes) {
    return new S3Rules(region, regionChecked, domains, minimumPart, bytes, payingRequesters, clock);
  }

  S3Rules payingRequesters(Set<String> buckets) {
    return new S3Rules(region, regionChecked, domains, minimumPart, mostAtOnce, buckets, clock);
  }

  S3Rules clock(Clock other) {
    return new S3Rules(
        region, regionChecked, domains, minimumPart, mostAtOnce, payingRequesters, other);
  }
}
