package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Fault;

/** Ways for an answer to go wrong that only S3 has. */
public final class S3Faults {
  private S3Faults() {}

  /** An error of that status and code; the operation is not carried out. */
  public static Fault refusal(int status, String code) {
    return Fault.status(status).and(Fault.answering(answer -> telling(answer, status, code)));
  }

  /**
   * An error in an answer that began as a success, as copies and completions know it. The operation
   * is not carried out.
   */
  public static Fault errorInSuccess(String code) {
    return Fault.status(500).and(Fault.answering(answer -> telling(answer, 200, code)));
  }

  private static Answer telling(Answer answer, int status, String code) {
    String id = answer.headers().getOrDefault("x-amz-request-id", "");
    Answer told =
        S3Xml.answer(
            status,
            "Error",
            "",
            xml ->
                xml.text("Code", code)
                    .text("Message", "The service answers " + code + " as it was told to.")
                    .text("RequestId", id)
                    .text("HostId", S3Dialect.hostId(id)));
    return new Answer(status, answer.headers(), told.body())
        .header("Content-Type", "application/xml");
  }
}
