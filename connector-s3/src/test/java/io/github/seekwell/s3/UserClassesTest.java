package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.seekwell.core.testing.Failing;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserClassesTest {
  private static final URI ROOT = URI.create("s3a://my.data");

  private final Configuration conf = new Configuration(false);
  private final UserClasses classes = new UserClasses(ROOT, conf, "my.data");

  /** Tells how it was made. */
  public abstract static class Made {
    final String how;
    final String role;

    Made(String how, Configuration conf) {
      this.how = how;
      this.role = conf.get("fs.s3a.assumed.role.arn", "");
    }
  }

  /** The first way wins over all others. */
  public static final class ByBoth extends Made {
    public ByBoth(URI uri, Configuration conf) {
      super("both " + uri, conf);
    }

    public ByBoth(Configuration conf) {
      super("wrong", conf);
    }
  }

  /** The second way. */
  public static final class ByConfiguration extends Made {
    public ByConfiguration(Configuration conf) {
      super("configuration", conf);
    }

    public ByConfiguration() {
      super("wrong", new Configuration(false));
    }
  }

  /** The third way. */
  public static final class ByMethod extends Made {
    private ByMethod() {
      super("method", new Configuration(false));
    }

    public static ByMethod create() {
      return new ByMethod();
    }
  }

  /** The last way. */
  public static final class ByNothing extends Made {
    public ByNothing() {
      super("nothing", new Configuration(false));
    }
  }

  /** None of them. */
  public static final class ByNoWay {
    public ByNoWay(String text) {
      throw new AssertionError(text);
    }
  }

  /** A way that fails. */
  public static final class Failing {
    public Failing() {
      throw new IllegalStateException("not today");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ByBoth, both s3a://my.data",
    "ByConfiguration, configuration",
    "ByMethod, method",
    "ByNothing, nothing"
  })
  void objects_areMadeAsS3aMakesThem(String name, String how) throws Exception {
    assertThat(((Made) classes.make(UserClassesTest.class.getName() + "$" + name)).how)
        .isEqualTo(how);
  }

  @Test
  void configuration_isThatOfTheBucket() throws Exception {
    conf.set("fs.s3a.assumed.role.arn", "general");
    conf.set("fs.s3a.bucket.my.data.assumed.role.arn", "of the bucket");
    conf.set("fs.s3a.bucket.my.assumed.role.arn", "of another");

    Made made = (Made) classes.make(ByConfiguration.class.getName());

    assertThat(made.role).isEqualTo("of the bucket");
    assertThat(conf.get("fs.s3a.assumed.role.arn")).isEqualTo("general");
  }

  @Test
  void classThatCannotBeMade_saysWhy() {
    assertThatExceptionOfType(InstantiationException.class)
        .isThrownBy(() -> classes.make(ByNoWay.class.getName()))
        .withMessageContaining("neither a public constructor");
    assertThatExceptionOfType(InstantiationException.class)
        .isThrownBy(() -> classes.make(Made.class.getName()))
        .withMessageContaining("abstract");
    assertThatExceptionOfType(ReflectiveOperationException.class)
        .isThrownBy(() -> classes.make(Failing.class.getName()))
        .havingCause()
        .withMessage("not today");
    assertThatExceptionOfType(ClassNotFoundException.class)
        .isThrownBy(() -> classes.make("com.example.Absent"));
  }
}
