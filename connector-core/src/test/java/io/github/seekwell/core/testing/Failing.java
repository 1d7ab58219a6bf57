package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.util.Collection;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every failure owes its user: the right type, no repetition, no secret. */
public final class Failing {
  /** What a test may use as a password, to be found again in no message. */
  public static final String SECRET = "correct-horse-battery";

  /** How keys and signatures begin, whosever they are. */
  private static final String[] MARKS = {
    SECRET,
    "-----BEGIN",
    "-----END",
    "Signature version=",
    "Signature=",
    "AWS4-HMAC-SHA256 Credential"
  };

  private final Throwable thrown;

  private Failing(Throwable thrown) {
    this.thrown = thrown;
  }

  /** Fails if the action does not throw exactly this. */
  public static Failing with(Class<? extends IOException> type, ThrowingCallable action) {
    Throwable thrown = catchThrowable(action);
    assertThat(thrown).as("what the action threw").isInstanceOf(type);
    Class<?> visible = thrown.getClass();
    while (!Modifier.isPublic(visible.getModifiers())) {
      visible = visible.getSuperclass();
    }
    assertThat(visible).as("what can be caught of " + thrown).isEqualTo(type);
    return new Failing(thrown);
  }

  public Failing saying(String... parts) {
    assertThat(thrown.getMessage()).contains(parts);
    return this;
  }

  public Failing notSaying(String... parts) {
    assertThat(thrown.getMessage()).doesNotContain(parts);
    return this;
  }

  /** The object is named in full, and no more often than needed. */
  public Failing naming(Object address) {
    assertThat(thrown.getMessage()).containsOnlyOnce(address.toString());
    return this;
  }

  /** Looks through the whole stack trace, causes and suppressed ones too. */
  public Failing withoutSecrets(Collection<String> secrets) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    assertThat(text.toString()).doesNotContain(MARKS);
    for (String secret : secrets) {
      assertThat(text.toString()).doesNotContain(secret);
    }
    return this;
  }
}
