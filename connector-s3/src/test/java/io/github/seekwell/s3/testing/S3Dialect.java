package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Dialect;
import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObjects;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The REST API of S3 without versioning, and of its token service as much as two kinds of temporary
 * credentials need. Buckets are found by path and by host. Safe for several threads.
 */
public final class S3Dialect implements Dialect {
  static final String UNKNOWN = "Unknown";

  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/,]+/\\d{8}/([^/,]+)/s3/aws4_request");
  private static final int LONGEST_KEY = 1024;

  private final S3Rules rules;
  private final Regions regions;
  private final SignatureCheck signatures;
  private final StsCalls tokens;

  private S3Dialect(S3Rules rules, Regions regions, SignatureCheck signatures, StsCalls tokens) {
    this.rules = rules;
    this.regions = regions;
    this.signatures = signatures;
    this.tokens = tokens;
  }

  /** Accepts every request, signed or not, for whatever region; limits are the service's own. */
  public static S3Dialect open() {
    return new S3Dialect(S3Rules.DEFAULT, new Regions(), SignatureCheck.ACCEPT_ALL, StsCalls.NONE);
  }

  /** Verifies signatures and permissions of these accounts, which may change meanwhile. */
  public S3Dialect signedBy(S3Accounts accounts) {
    return new S3Dialect(rules, regions, accounts, new StsCalls(accounts));
  }

  /** Speaks for one region: requests signed for another are refused. */
  public S3Dialect inRegion(String name) {
    return with(rules.inRegion(name));
  }

  /** That bucket is in another region than this endpoint, which sends its callers there. */
  public S3Dialect bucketInRegion(String bucket, String region) {
    regions.put(bucket, region);
    return this;
  }

  /** Hosts may be {@code bucket.domain}, for each of these; {@code localhost} by default. */
  public S3Dialect domains(String... names) {
    return with(rules.domains(List.of(names)));
  }

  /** The least size of all parts but the last; 5 MiB by default. */
  public S3Dialect minimumPart(long bytes) {
    return with(rules.minimumPart(bytes));
  }

  /** The largest single put, part or copy; 5 GiB by default. */
  public S3Dialect mostAtOnce(long bytes) {
    return with(rules.mostAtOnce(bytes));
  }

  /** These buckets refuse requesters who do not say that they pay. */
  public S3Dialect payingRequesters(String... buckets) {
    return with(rules.payingRequesters(Set.of(buckets)));
  }

  /** Of the dates in answers. */
  public S3Dialect clock(Clock clock) {
    return with(rules.clock(clock));
  }

  private S3Dialect with(S3Rules changed) {
    return new S3Dialect(changed, regions, signatures, tokens);
  }

  @Override
  public Call identify(Request request) {
    S3Path path = path(request);
    return new Call(request, S3Operations.of(request, path), path.bucket(), path.key());
  }

  private S3Path path(Request request) {
    try {
      return S3Path.of(request, rules.domains());
    } catch (IllegalArgumentException e) {
      return new S3Path("", "");
    }
  }

  @Override
  public Answer answer(Call call, Body body, StoredObjects objects) {
    try {
      if (S3Operations.isOfTokens(call.operation())) {
        return tokens.answer(call, body);
      }
      checkScope(call);
      Admission admission = signatures.check(call.request(), body);
      checkCall(call, admission);
      return carryOut(call, body, objects, admission);
    } catch (S3Refusal refusal) {
      return refusal.answer(call);
    }
  }

  private Answer carryOut(Call call, Body body, StoredObjects objects, Admission admission) {
    if (AwsChunked.frames(call.request())) {
      AwsChunked.Unframed unframed = AwsChunked.unframe(call.request(), body, admission.seal());
      Call plain = new Call(unframed.request(), call.operation(), call.bucket(), call.key());
      return perform(plain, unframed.body(), objects, admission);
    }
    return perform(call, body, objects, admission);
  }

  private Answer perform(Call call, Body body, StoredObjects objects, Admission admission) {
    switch (call.operation()) {
      case "ListBuckets", "CreateBucket", "DeleteBucket", "HeadBucket", "GetBucketLocation":
        return new BucketCalls(objects, rules, regions).answer(call, body);
      default:
        break;
    }
    Bucket bucket = bucket(call.bucket(), objects);
    Answer answer =
        switch (call.operation()) {
          case "ListObjectsV2" -> new ListObjectsCall(bucket, call.request()).second();
          case "ListObjects" -> new ListObjectsCall(bucket, call.request()).first();
          case "DeleteObjects" ->
              new DeleteObjectsCall(bucket, admission.permitted()).answer(call, body);
          case "CopyObject" -> copies(call, bucket, objects, admission).copy(call);
          case "UploadPartCopy" ->
              copies(call, bucket, objects, admission).part(call, UploadCalls.found(bucket, call));
          case "GetObject", "HeadObject", "PutObject", "DeleteObject" ->
              new ObjectCalls(bucket, rules).answer(call, body);
          default -> new UploadCalls(bucket, rules).answer(call, body);
        };
    return rules.payingRequesters().contains(call.bucket())
        ? answer.header("x-amz-request-charged", "requester")
        : answer;
  }

  private CopyCalls copies(Call call, Bucket target, StoredObjects objects, Admission admission) {
    CopySource source = CopySource.of(call.request());
    if (!admission
        .permitted()
        .test(new Call(call.request(), "GetObject", source.bucket(), source.key()))) {
      throw S3Refusal.accessDenied("Access Denied");
    }
    return new CopyCalls(bucket(source.bucket(), objects), target, rules);
  }

  private static Bucket bucket(String name, StoredObjects objects) {
    return objects.bucket(name).orElseThrow(() -> S3Refusal.noSuchBucket(name));
  }

  private void checkScope(Call call) {
    String here = S3Path.region(call.request(), rules.region());
    Matcher scope = SCOPE.matcher(call.request().header("Authorization").orElse(""));
    if (rules.regionChecked() && scope.find() && !scope.group(1).equals(here)) {
      throw new S3Refusal(
              400,
              "AuthorizationHeaderMalformed",
              "The authorization header is malformed; the region '%s' is wrong; expecting '%s'"
                  .formatted(scope.group(1), here))
          .detail("Region", here)
          .header("x-amz-bucket-region", regions.of(call.bucket(), rules.region()));
    }
  }

  private void checkCall(Call call, Admission admission) {
    if (call.operation().equals(UNKNOWN)) {
      throw S3Refusal.notImplemented(call.request().method() + " " + call.request().target());
    }
    if (call.key().getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw new S3Refusal(400, "KeyTooLongError", "Your key is too long")
          .detail("MaxSizeAllowed", "" + LONGEST_KEY);
    }
    String here = S3Path.region(call.request(), rules.region());
    String there = regions.of(call.bucket(), here);
    if (!there.equals(here) && !call.operation().equals("GetBucketLocation")) {
      throw new S3Refusal(
              301,
              "PermanentRedirect",
              "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.")
          .detail("Endpoint", "%s.s3.%s.amazonaws.com".formatted(call.bucket(), there))
          .detail("Bucket", call.bucket())
          .header("x-amz-bucket-region", there);
    }
    boolean pays = call.request().header("x-amz-request-payer").orElse("").equals("requester");
    if (!admission.permitted().test(call)
        || (rules.payingRequesters().contains(call.bucket()) && !pays)) {
      throw S3Refusal.accessDenied("Access Denied");
    }
  }

  @Override
  public Answer refusal(Call call, int status) {
    return S3Refusal.ofStatus(status).answer(call);
  }

  @Override
  public Answer complete(Call call, Answer answer) {
    String id = call.request().id();
    return answer
        .header("x-amz-request-id", id)
        .header("x-amz-id-2", hostId(id))
        .header("Date", HttpDates.format(rules.clock().instant()))
        .header("Server", "AmazonS3");
  }

  /** The second, longer name of an answer. */
  static String hostId(String requestId) {
    return Base64.getEncoder()
        .encodeToString(("host of " + requestId).getBytes(StandardCharsets.UTF_8));
  }
}
