package io.github.seekwell.s3.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where buckets are. Safe for several threads. */
final class Regions {
  private final Map<String, String> byBucket = new ConcurrentHashMap<>();

  void put(String bucket, String region) {
    byBucket.put(bucket, region);
  }

  void remove(String bucket) {
    byBucket.remove(bucket);
  }

  String of(String bucket, String otherwise) {
    return byBucket.getOrDefault(bucket, otherwise);
  }
}
