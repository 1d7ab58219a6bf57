package io.github.seekwell.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HttpConfigTest {

  @Test
  void defaults_areSensible() {
    HttpConfig config = HttpConfig.defaults();
    assertThat(config.names().ttl()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.pool().maxConnections()).isEqualTo(96);
    assertThat(config.pool().maxWait()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.pool().drainLimit()).isEqualTo(65536);
    assertThat(config.tls().verifyHostnames()).isTrue();
    assertThat(config.proxy().used()).isFalse();
  }

  @Test
  void senselessValues_areRefusedByName() {
    HttpConfig.Pool pool = HttpConfig.Pool.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool.withMaxConnections(0))
        .withMessageContaining("max connections");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool.withMaxWait(Duration.ZERO))
        .withMessageContaining("max wait");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool.withDrainLimit(-1))
        .withMessageContaining("drain limit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpConfig.Names.defaults().withTtl(Duration.ofSeconds(-1)))
        .withMessageContaining("TTL");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpConfig.Proxy.at("proxy.example", 70000))
        .withMessageContaining("proxy");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpConfig.defaults().withUserAgent("two\nlines"))
        .withMessageContaining("user agent");
  }

  @Test
  void proxyPassword_isNotPrinted() {
    HttpConfig config =
        HttpConfig.defaults().with(HttpConfig.Proxy.at("proxy.example", 3128).as("me", "secret"));
    assertThat(config.toString()).contains("proxy.example:3128").doesNotContain("secret");
  }
}
