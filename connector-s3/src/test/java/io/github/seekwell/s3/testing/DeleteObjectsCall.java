package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Many objects deleted at once, each by itself: some may be refused. */
final class DeleteObjectsCall {
  private static final int MOST = 1000;

  private final Bucket bucket;
  private final Predicate<Call> permitted;

  DeleteObjectsCall(Bucket bucket, Predicate<Call> permitted) {
    this.bucket = bucket;
    this.permitted = permitted;
  }

  Answer answer(Call call, Body body) {
    if (!Checksums.any(call.request())) {
      throw S3Refusal.invalidRequest(
          "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
    }
    Checksums.verified(call.request(), body);
    XmlElement root = XmlElement.root(body, "Delete");
    List<XmlElement> objects = root.children("Object");
    if (objects.isEmpty() || objects.size() > MOST) {
      throw S3Refusal.malformedXml();
    }
    boolean quiet = root.text("Quiet").orElse("").equals("true");
    Map<String, S3Refusal> failed = new LinkedHashMap<>();
    for (XmlElement object : objects) {
      String key = object.required("Key");
      try {
        delete(call, key, object);
      } catch (S3Refusal refusal) {
        failed.put(key, refusal);
      }
    }
    return S3Xml.answer(
        200,
        "DeleteResult",
        xml -> {
          for (XmlElement object : objects) {
            String key = object.required("Key");
            S3Refusal refusal = failed.get(key);
            if (refusal != null) {
              xml.element(
                  "Error",
                  inner ->
                      inner
                          .text("Key", key)
                          .text("Code", refusal.code())
                          .text("Message", refusal.message()));
            } else if (!quiet) {
              xml.element("Deleted", inner -> inner.text("Key", key));
            }
          }
        });
  }

  private void delete(Call call, String key, XmlElement object) {
    if (!permitted.test(new Call(call.request(), "DeleteObject", call.bucket(), key))) {
      throw S3Refusal.accessDenied("Access Denied");
    }
    Conditions.ifMatch(object.text("ETag"), key, bucket.get(key));
    bucket.remove(key);
  }
}
