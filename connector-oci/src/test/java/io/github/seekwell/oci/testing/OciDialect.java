package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Dialect;
import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObjects;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The REST API of OCI Object Storage, one namespace, without versioning and encryption keys. */
public final class OciDialect implements Dialect {
  private static final String UNKNOWN = "Unknown";

  private final String namespace;
  private final SignatureCheck signatures;
  private final Clock clock;
  private final CopyRequests copies = new CopyRequests();

  private OciDialect(String namespace, SignatureCheck signatures, Clock clock) {
    this.namespace = namespace;
    this.signatures = signatures;
    this.clock = clock;
  }

  /** Accepts every request, signed or not. */
  public static OciDialect of(String namespace) {
    return new OciDialect(namespace, SignatureCheck.ACCEPT_ALL, Clock.systemUTC());
  }

  public OciDialect signedBy(SignatureCheck check) {
    return new OciDialect(namespace, check, clock);
  }

  /** Of the dates in answers. */
  public OciDialect clock(Clock other) {
    return new OciDialect(namespace, signatures, other);
  }

  @Override
  public Call identify(Request request) {
    OciPath path = path(request);
    String key = path.kind().equals("o") || path.kind().equals("u") ? path.name() : "";
    return new Call(request, operation(request, path), path.bucket(), key);
  }

  private static OciPath path(Request request) {
    try {
      return OciPath.parse(request.rawPath());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return new OciPath("", "", "", "");
    }
  }

  private static String operation(Request request, OciPath path) {
    boolean named = !path.name().isEmpty();
    String level =
        path.kind().isEmpty()
            ? path.bucket().isEmpty() ? rootLevel(request, path) : "bucket"
            : path.kind().equals("actions") ? path.name() : path.kind() + (named ? "/" : "");
    return switch (request.method() + " " + level) {
      case "GET n" -> "GetNamespace";
      case "GET buckets" -> "ListBuckets";
      case "POST buckets" -> "CreateBucket";
      case "GET bucket" -> "GetBucket";
      case "HEAD bucket" -> "HeadBucket";
      case "DELETE bucket" -> "DeleteBucket";
      case "GET o" -> "ListObjects";
      case "GET o/" -> "GetObject";
      case "HEAD o/" -> "HeadObject";
      case "PUT o/" -> "PutObject";
      case "DELETE o/" -> "DeleteObject";
      case "POST renameObject" -> "RenameObject";
      case "POST batchDeleteObjects" -> "BatchDeleteObjects";
      case "POST copyObject" -> "CopyObject";
      case "GET workRequests" -> "GetWorkRequest";
      case "GET u" -> "ListMultipartUploads";
      case "POST u" -> "CreateMultipartUpload";
      case "GET u/" -> "ListMultipartUploadParts";
      case "PUT u/" -> "UploadPart";
      case "POST u/" -> "CommitMultipartUpload";
      case "DELETE u/" -> "AbortMultipartUpload";
      default -> UNKNOWN;
    };
  }

  private static String rootLevel(Request request, OciPath path) {
    String raw = request.rawPath();
    if (!path.namespace().isEmpty()) {
      return raw.matches("/n/[^/]+/b/?") ? "buckets" : "";
    }
    return raw.matches("/n/?") ? "n" : raw.startsWith("/workRequests/") ? "workRequests" : "";
  }

  @Override
  public Answer answer(Call call, Body body, StoredObjects objects) {
    try {
      signatures.check(call.request(), body);
      return carryOut(call, body, objects);
    } catch (OciRefusal refusal) {
      return refusal.answer();
    }
  }

  private Answer carryOut(Call call, Body body, StoredObjects objects) {
    switch (call.operation()) {
      case "GetNamespace":
        return Answer.json(200, OciJson.write(namespace));
      case "GetWorkRequest":
        return copies.get(call.request());
      case UNKNOWN:
        throw new OciRefusal(
            404,
            "NotFound",
            "no such call: " + call.request().method() + " " + call.request().target());
      default:
        checkNamespace(call);
    }
    switch (call.operation()) {
      case "ListBuckets", "CreateBucket", "GetBucket", "HeadBucket", "DeleteBucket":
        return new BucketCalls(namespace, objects).answer(call, body);
      default:
        break;
    }
    Bucket bucket = bucket(call.bucket(), objects);
    return switch (call.operation()) {
      case "ListObjects" -> new ListObjectsCall(bucket).answer(call.request());
      case "RenameObject", "BatchDeleteObjects" -> new BucketActions(bucket).answer(call, body);
      case "CopyObject" -> copies.copy(bucket, body, name -> bucket(name, objects));
      case "GetObject", "HeadObject", "PutObject", "DeleteObject" ->
          new ObjectCalls(bucket).answer(call, body);
      default -> new UploadCalls(namespace, bucket).answer(call, body);
    };
  }

  private void checkNamespace(Call call) {
    String asked = OciPath.parse(call.request().rawPath()).namespace();
    if (!asked.equals(namespace)) {
      throw OciRefusal.noSuchBucket(call.bucket(), asked);
    }
  }

  private Bucket bucket(String name, StoredObjects objects) {
    return objects.bucket(name).orElseThrow(() -> OciRefusal.noSuchBucket(name, namespace));
  }

  @Override
  public Answer refusal(Call call, int status) {
    return OciRefusal.ofStatus(status).answer();
  }

  @Override
  public Answer complete(Call call, Answer answer) {
    Request request = call.request();
    Optional<String> clientId = request.header("opc-client-request-id");
    return answer
        .header("opc-request-id", request.id())
        .header("Date", HttpDates.format(clock.instant()))
        .headers(clientId.map(id -> Map.of("opc-client-request-id", id)).orElse(Map.of()));
  }
}
