package io.github.seekwell.s3;

import static io.github.seekwell.s3.S3Key.harmless;
import static io.github.seekwell.s3.S3Key.honoured;
import static io.github.seekwell.s3.S3Key.mapped;
import static io.github.seekwell.s3.S3Key.refused;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.FilesConfig;
import io.github.seekwell.core.config.HttpSettings;
import io.github.seekwell.core.config.ReadConfig;
import io.github.seekwell.core.config.RetryConfig;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.s3.S3Key.Unit;
import io.github.seekwell.s3.client.S3Auth;
import io.github.seekwell.s3.client.S3Options;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of {@code fs.s3a.*} keys: all that S3A 3.3.4 to 3.5.0 knows, in its code or in
 * core-default.xml.
 */
final class S3Keys {
  private static final String STREAM =
      "Reading is planned by what readers do, from blocks in a cache; see fs.seekwell.read.*.";
  private static final String SSL = "The JVM's own TLS is used.";
  private static final String MARKERS = "Markers are kept and tolerated, as S3A 3.5 does.";
  private static final String S3GUARD = "S3 has been consistent since 2020; S3A dropped it too.";
  private static final String SIGNERS =
      "Requests are signed with AWS signature version 4 and nothing else.";

  /** Names under which S3A and its SDKs know the signature that we make. */
  private static final String[] SIGNATURE_4 = {
    "", "awss3v4signertype", "aws4signertype", "awss3v4signer", "aws4signer"
  };

  private static final List<S3Key> CREDENTIALS =
      Stream.concat(
              S3Auth.ALL.stream().map(S3Key::honoured),
              Stream.of(
                  honoured(
                      "fs.s3a.security.credential.provider.path",
                      "Credential files, looked into before those of "
                          + "hadoop.security.credential.provider.path."),
                  refused(
                      "fs.s3a.delegation.token.binding",
                      "Delegation tokens are not supported; whoever relies on them must not go on "
                          + "with other credentials."),
                  refused(
                      "fs.s3a.access.grants.enabled",
                      "S3 Access Grants are not supported.",
                      "false"),
                  harmless(
                      "fs.s3a.access.grants.fallback.to.iam",
                      "Means something only with access grants.")))
          .toList();

  private static final List<S3Key> REQUESTS =
      S3Options.ALL.stream()
          .filter(setting -> setting.key().startsWith(S3Settings.PREFIX))
          .filter(setting -> setting != S3Options.CHECKSUM_VALIDATION) // means more than to it
          .map(S3Key::honoured)
          .toList();

  private static final List<S3Key> ENDPOINT =
      List.of(
          refused(
              "fs.s3a.accesspoint.arn",
              "ARNs of access points are not supported: write the access point's alias as bucket."),
          refused(
              "fs.s3a.accesspoint.required",
              "Access points are not told from buckets, so none can be demanded.",
              "false"),
          harmless("fs.s3a.s3express.create.session", "Directory buckets are not supported."),
          refused("fs.s3a.s3.client.factory.impl", "The client is ours."));

  private static final List<S3Key> CONNECTION =
      List.of(
          mapped(
              "fs.s3a.connection.maximum",
              HttpSettings.MAX_CONNECTIONS,
              Unit.COUNT,
              "Most connections of one file system."),
          mapped(
              "fs.s3a.connection.establish.timeout",
              HttpSettings.CONNECT_TIMEOUT,
              Unit.MILLIS,
              "For each address of the endpoint."),
          mapped(
              "fs.s3a.connection.timeout",
              ReadConfig.STALL_DEADLINE,
              Unit.MILLIS,
              "The longest wait for a byte."),
          mapped(
              "fs.s3a.connection.ttl",
              HttpSettings.CONNECTION_AGE,
              Unit.MILLIS,
              "Age at which a connection is replaced."),
          mapped(
              "fs.s3a.connection.idle.time",
              HttpSettings.CONNECTION_IDLE,
              Unit.MILLIS,
              "Idle time after which a connection is dropped."),
          mapped(
              "fs.s3a.connection.acquisition.timeout",
              HttpSettings.CONNECTION_WAIT,
              Unit.MILLIS,
              "Wait for a free connection."),
          harmless(
              "fs.s3a.connection.request.timeout",
              "Stall is bounded, total time is not: a large body at a slow line is no fault."),
          harmless("fs.s3a.connection.part.upload.timeout", "As above."),
          harmless("fs.s3a.connection.keepalive", "Idle connections are replaced instead."),
          harmless("fs.s3a.connection.expect.continue", "Decided by the client."),
          harmless("fs.s3a.socket.send.buffer", "Left to the operating system."),
          harmless("fs.s3a.socket.recv.buffer", "Left to the operating system."),
          harmless("fs.s3a.ssl.channel.mode", SSL),
          honoured("fs.s3a.proxy.host", "Proxy; requests by https are tunnelled through it."),
          honoured("fs.s3a.proxy.port", "Its port; without it 80."),
          honoured("fs.s3a.proxy.username", "User at the proxy; may stand in a credential file."),
          honoured("fs.s3a.proxy.password", "Password; may stand in a credential file."),
          refused("fs.s3a.proxy.domain", "NTLM is not spoken to proxies."),
          refused("fs.s3a.proxy.workstation", "NTLM is not spoken to proxies."),
          refused(
              "fs.s3a.proxy.ssl.enabled",
              "The proxy itself is spoken to in clear; what goes through it is not.",
              "false"),
          harmless("fs.s3a.classloader.isolation", "Our classes are found where the jar is."));

  private static final List<S3Key> RETRY =
      List.of(
          mapped(
              "fs.s3a.attempts.maximum",
              RetryConfig.ATTEMPTS,
              Unit.RETRIES,
              "S3A tries again in two layers, we in one: of this and fs.s3a.retry.limit the larger "
                  + "counts."),
          mapped("fs.s3a.retry.limit", RetryConfig.ATTEMPTS, Unit.RETRIES, "See the line above."),
          mapped(
              "fs.s3a.retry.interval",
              RetryConfig.BASE_DELAY,
              Unit.MILLIS,
              "First backoff; doubles each time, with full jitter."),
          harmless(
              "fs.s3a.retry.throttle.limit",
              "Throttling lowers the number of requests a second instead of only waiting."),
          harmless("fs.s3a.retry.throttle.interval", "As above."),
          harmless("fs.s3a.retry.http.5xx.errors", "Errors of the server are always tried again."),
          harmless(
              "fs.s3a.experimental.aws.s3.throttling", "Throttling is never the SDK's matter."),
          harmless("fs.s3a.io.rate.limit", "Bounded by fs.seekwell.request.max-in-flight."));

  private static final List<S3Key> WRITING =
      List.of(
          mapped(
              "fs.s3a.multipart.size",
              WriteConfig.PART_SIZE,
              Unit.SIZE,
              "First parts; later ones grow so that any size fits."),
          mapped(
              "fs.s3a.fast.upload.active.blocks",
              WriteConfig.PARTS_IN_FLIGHT,
              Unit.COUNT,
              "Parts of one stream sent at a time."),
          mapped(
              "fs.s3a.multipart.threshold",
              S3Options.COPY_THRESHOLD,
              Unit.SIZE,
              "Objects larger than this are copied in parts; what is written goes by parts as soon "
                  + "as it is larger than one."),
          harmless("fs.s3a.fast.upload", "There is no other way."),
          mapped(
              "fs.s3a.fast.upload.buffer",
              BufferConfig.KIND,
              Unit.BUFFER,
              "Where parts wait: array is memory, bytebuffer off-heap, disk disk. S3A's default, "
                  + "disk, does not count as set."),
          harmless("fs.s3a.fast.buffer.size", "Buffers grow with what is written."),
          mapped(
              "fs.s3a.buffer.dir",
              BufferConfig.DIRECTORIES,
              Unit.NONE,
              "Where parts in files wait; S3A's default does not count as set."),
          refused(
              "fs.s3a.multipart.uploads.enabled",
              "Stores without multipart uploads are not supported.",
              "true"),
          mapped(
              "fs.s3a.multipart.purge",
              FilesConfig.PURGE,
              Unit.NONE,
              "Whether opening drops old uploads of the bucket."),
          mapped(
              "fs.s3a.multipart.purge.age",
              FilesConfig.PURGE_AGE,
              Unit.NONE,
              "How old; a number alone is seconds."),
          harmless(
              "fs.s3a.directory.operations.purge.uploads",
              "Our own failed uploads are dropped; for others see fs.seekwell.uploads.purge."),
          harmless("fs.s3a.internal.upload.part.count.limit", "A switch for S3A's own tests."),
          mapped(
              "fs.s3a.downgrade.syncable.exceptions",
              FilesConfig.REFUSE_SYNC,
              Unit.INVERTED,
              "Whether hflush() and hsync() only warn."),
          honoured(
              "fs.s3a.server-side-encryption-algorithm",
              "Former name of fs.s3a.encryption.algorithm, which wins."),
          honoured(
              "fs.s3a.server-side-encryption.key",
              "Former name of fs.s3a.encryption.key, which wins."),
          refused("fs.s3a.encryption.cse.custom.keyring.class.name", "No client-side encryption."),
          refused("fs.s3a.encryption.cse.kms.region", "No client-side encryption."),
          refused(
              "fs.s3a.encryption.cse.v1.compatibility.enabled",
              "No client-side encryption.",
              "false"),
          harmless("fs.s3a.create.performance", "No superfluous request is made anyhow."),
          harmless("fs.s3a.performance.flags", "As above."),
          harmless("fs.s3a.optimized.copy.from.local.enabled", "One way, in parts."));

  private static final List<S3Key> NAMESPACE =
      List.of(
          honoured(S3Settings.BLOCK_SIZE),
          mapped(
              "fs.s3a.paging.maximum",
              ConnectorConfig.LIST_PAGE_SIZE,
              Unit.COUNT,
              "S3 itself gives 1000 at most."),
          mapped(
              "fs.s3a.executor.capacity",
              FilesConfig.RENAME_THREADS,
              Unit.COUNT,
              "Most copies at a time when a directory is renamed."),
          mapped(
              "fs.s3a.etag.checksum.enabled",
              FilesConfig.CHECKSUM,
              Unit.ETAG,
              "Whether getFileChecksum() answers the ETag."),
          refused("fs.s3a.list.version", "Only ListObjectsV2 is used.", "2"),
          harmless("fs.s3a.directory.marker.retention", MARKERS),
          harmless("fs.s3a.authoritative.path", MARKERS),
          harmless("fs.s3a.bucket.probe", "A missing bucket is told by the first request."),
          harmless("fs.s3a.threads.max", "See fs.seekwell.fetch.threads."),
          harmless("fs.s3a.threads.keepalivetime", "Threads end by themselves."),
          harmless("fs.s3a.max.total.tasks", "See fs.seekwell.request.max-in-flight."),
          honoured("fs.s3a.impl", "Hadoop's own: which class serves s3a://."),
          honoured("fs.s3a.impl.disable.cache", "Hadoop's own: whether file systems are shared."));

  private static final List<S3Key> READING =
      List.of(
          mapped(
              "fs.s3a.checksum.validation",
              ReadConfig.VERIFY_CHECKSUM,
              Unit.NONE,
              "Whether what is read is compared with the checksum of the whole object; the SDK looks "
                  + "at answers that carry one besides."),
          harmless("fs.s3a.readahead.range", STREAM),
          harmless("fs.s3a.experimental.input.fadvise", STREAM),
          harmless("fs.s3a.input.async.drain.threshold", STREAM),
          harmless("fs.s3a.prefetch.*", STREAM),
          harmless("fs.s3a.vectored.*", STREAM),
          harmless("fs.s3a.analytics.accelerator.*", STREAM),
          refused(
              "fs.s3a.input.stream.type",
              "A stream of somebody else's may do more than read.",
              "default",
              "classic",
              "prefetch",
              "analytics"),
          refused(
              "fs.s3a.input.stream.custom.factory",
              "A stream of somebody else's may do more than read."),
          harmless(
              "fs.s3a.change.detection.source",
              "Every stream is pinned to one version by its ETag."),
          harmless(
              "fs.s3a.change.detection.mode",
              "Every stream is pinned to one version: a changed object fails the read."),
          harmless("fs.s3a.change.detection.version.required", "As above."),
          harmless("fs.s3a.select.*", "S3 Select was withdrawn by AWS."));

  private static final List<S3Key> SECURITY =
      List.of(
          refused("fs.s3a.signing-algorithm", SIGNERS, SIGNATURE_4),
          refused("fs.s3a.s3.signing-algorithm", SIGNERS, SIGNATURE_4),
          refused("fs.s3a.sts.signing-algorithm", SIGNERS, SIGNATURE_4),
          harmless("fs.s3a.ddbsigning-algorithm", S3GUARD),
          refused("fs.s3a.custom.signers", SIGNERS),
          refused("fs.s3a.http.signer.enabled", SIGNERS, "false"),
          refused("fs.s3a.http.signer.class", SIGNERS),
          harmless(
              "fs.s3a.audit.enabled", "There are request ids in messages and numbers instead."),
          refused(
              "fs.s3a.audit.reject.out.of.span.operations", "Nothing would be rejected.", "false"),
          refused("fs.s3a.audit.request.handlers", "They would not be called."),
          refused("fs.s3a.audit.execution.interceptors", "They would not be called."),
          refused(
              "fs.s3a.audit.service.classname",
              "An auditor of one's own would not be called.",
              "org.apache.hadoop.fs.s3a.audit.impl.loggingauditor",
              "org.apache.hadoop.fs.s3a.audit.impl.noopauditor"),
          harmless("fs.s3a.audit.referrer.*", "No referrer is sent."),
          refused(
              "fs.s3a.metadatastore.impl",
              "S3Guard's table would not be kept.",
              "org.apache.hadoop.fs.s3a.s3guard.nullmetadatastore"),
          harmless("fs.s3a.metadatastore.*", S3GUARD),
          harmless("fs.s3a.s3guard.*", S3GUARD),
          harmless("fs.s3a.failinject.*", "A switch for S3A's own tests."),
          harmless(
              "fs.s3a.committer.*",
              "S3A's committers work with S3A only; choose another in "
                  + "mapreduce.outputcommitter.factory.scheme.s3a."),
          harmless("fs.s3a.ext.*", "Kept by S3A for the extensions of others."));

  /** All of them; where two rows speak of a key, the first counts. */
  static final List<S3Key> ALL =
      Stream.of(
              CREDENTIALS,
              REQUESTS,
              ENDPOINT,
              CONNECTION,
              RETRY,
              WRITING,
              NAMESPACE,
              READING,
              SECURITY)
          .flatMap(List::stream)
          .toList();

  private S3Keys() {}

  static Optional<S3Key> of(String key) {
    return ALL.stream().filter(row -> row.covers(key)).findFirst();
  }
}
