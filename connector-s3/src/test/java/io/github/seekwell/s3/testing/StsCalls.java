package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The token service: gives temporary credentials to whoever may play a role. */
final class StsCalls {
  /** Gives nothing to anybody. */
  static final StsCalls NONE = new StsCalls(new S3Accounts());

  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final Duration USUAL = Duration.ofHours(1);

  private final S3Accounts accounts;

  StsCalls(S3Accounts accounts) {
    this.accounts = accounts;
  }

  Answer answer(Call call, Body body) {
    try {
      return perform(call, body);
    } catch (S3Refusal refusal) {
      return error(call, refusal);
    }
  }

  private Answer perform(Call call, Body body) {
    Map<String, String> form = new Request("", "GET", "/?" + text(body), Map.of()).query();
    String action = form.getOrDefault("Action", "");
    String role = form.getOrDefault("RoleArn", "");
    Duration duration =
        Optional.ofNullable(form.get("DurationSeconds"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(USUAL);
    S3Accounts.Session session =
        switch (action) {
          case "AssumeRole" -> accounts.assume(call.request(), body, role, duration);
          case "AssumeRoleWithWebIdentity" ->
              accounts.assume(form.getOrDefault("WebIdentityToken", ""), role, duration);
          default ->
              throw new S3Refusal(
                  400, "InvalidAction", "Could not find operation %s".formatted(action));
        };
    String name = form.getOrDefault("RoleSessionName", "");
    return S3Xml.answer(
        200,
        action + "Response",
        NAMESPACE,
        xml ->
            xml.element(action + "Result", result -> tell(result, session, role, name))
                .element(
                    "ResponseMetadata",
                    metadata -> metadata.text("RequestId", call.request().id())));
  }

  private static void tell(S3Xml xml, S3Accounts.Session session, String role, String name) {
    xml.element(
            "Credentials",
            inner ->
                inner
                    .text("AccessKeyId", session.accessKey())
                    .text("SecretAccessKey", session.secret())
                    .text("SessionToken", session.token())
                    .text("Expiration", session.expiry()))
        .element(
            "AssumedRoleUser",
            inner ->
                inner
                    .text("AssumedRoleId", "AROAEMULATOR:" + name)
                    .text("Arn", role.replace(":role/", ":assumed-role/") + "/" + name));
  }

  private static Answer error(Call call, S3Refusal refusal) {
    return S3Xml.answer(
        refusal.status(),
        "ErrorResponse",
        NAMESPACE,
        xml ->
            xml.element(
                    "Error",
                    inner ->
                        inner
                            .text("Type", "Sender")
                            .text("Code", refusal.code())
                            .text("Message", refusal.message()))
                .text("RequestId", call.request().id()));
  }

  private static String text(Body body) {
    return new String(body.content().bytes(), StandardCharsets.UTF_8);
  }
}
