package io.github.seekwell.oci.testing;

import com.oracle.bmc.http.client.ClientProperty;
import com.oracle.bmc.http.client.HttpClient;
import com.oracle.bmc.http.client.HttpClientBuilder;
import com.oracle.bmc.http.client.HttpProvider;
import com.oracle.bmc.http.client.HttpProviderCapability;
import com.oracle.bmc.http.client.RequestInterceptor;
import com.oracle.bmc.http.client.Serializer;
import com.oracle.bmc.http.client.StandardClientProperties;
import com.oracle.bmc.http.client.jersey3.Jersey3HttpProvider;
import java.net.URI;

/**
 * Oracle's HTTP module under Oracle's newer SDK. The module refuses settings it does not know, and
 * the SDK has since got one, for its asynchronous clients: it is kept from the module.
 */
final class OfficialHttp implements HttpProvider {
  private final HttpProvider module = new Jersey3HttpProvider();

  @Override
  public HttpClientBuilder newBuilder() {
    return new Builder(module.newBuilder());
  }

  @Override
  public Serializer getSerializer() {
    return module.getSerializer();
  }

  @Override
  public boolean hasCapability(HttpProviderCapability capability) {
    return module.hasCapability(capability);
  }

  private record Builder(HttpClientBuilder module) implements HttpClientBuilder {
    @Override
    public HttpClientBuilder baseUri(URI uri) {
      return new Builder(module.baseUri(uri));
    }

    @Override
    public HttpClientBuilder baseUri(String uri) {
      return new Builder(module.baseUri(uri));
    }

    @Override
    public <T> HttpClientBuilder property(ClientProperty<T> key, T value) {
      return key.equals(StandardClientProperties.ASYNC_POOL_CORE_THREAD_TIMEOUT_ENABLED)
          ? this
          : new Builder(module.property(key, value));
    }

    @Override
    public HttpClientBuilder registerRequestInterceptor(
        int priority, RequestInterceptor interceptor) {
      return new Builder(module.registerRequestInterceptor(priority, interceptor));
    }

    @Override
    public HttpClient build() {
      return module.build();
    }
  }
}
