package io.github.seekwell.oci.client;

import com.oracle.bmc.auth.AuthCachingPolicy;
import com.oracle.bmc.auth.BasicAuthenticationDetailsProvider;
import com.oracle.bmc.auth.RefreshableOnNotAuthenticatedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity out of somebody's own provider, of the SDK's interface.
 *
 * <p>In our one jar the SDK has other names, so a provider that was compiled against the SDK is
 * asked by reflection, through the public interface it implements; outside of it directly. What the
 * provider's caching policy says is kept: without one, everything is asked for once, and again when
 * the service refused it.
 */
final class ProviderIdentity implements IdentitySource {

  /** Without its package, which is another in our jar. */
  private static final String INTERFACE = BasicAuthenticationDetailsProvider.class.getSimpleName();

  private final Questions provider;
  private final String name;
  private final boolean keepsKeyId;
  private final boolean keepsKey;

  /** Guards what is kept, and one question at a time: providers need not be safe for threads. */
  private final Object lock = new Object();

  private @Nullable String keyId;
  private @Nullable RSAPrivateKey key;
  private byte[] pem = {};

  /**
   * @throws IllegalArgumentException if it is no provider
   */
  ProviderIdentity(Object provider) {
    this.name = provider.getClass().getName();
    this.provider =
        provider instanceof BasicAuthenticationDetailsProvider ours
            ? new Direct(ours)
            : new Reflected(provider);
    this.keepsKeyId = keeps(provider.getClass(), "cacheKeyId");
    this.keepsKey = keeps(provider.getClass(), "cachePrivateKey");
  }

  @Override
  public Identity current() throws IdentityException {
    synchronized (lock) {
      try {
        String id = keyId;
        if (id == null || !keepsKeyId) {
          id = provider.keyId();
          if (id == null || id.isEmpty()) {
            throw IdentityException.of(name + " gives no key id", null);
          }
          keyId = id;
        }
        return new Identity(id, key());
      } catch (ReflectiveOperationException | IOException | RuntimeException e) {
        throw told(e);
      }
    }
  }

  @Override
  public Identity renewed(Identity refused) throws IdentityException {
    synchronized (lock) {
      Identity now = current();
      if (!now.equals(refused)) {
        return now;
      }
      try {
        provider.refresh();
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw told(e);
      }
      keyId = null;
      key = null;
      return current();
    }
  }

  private RSAPrivateKey key() throws IOException, ReflectiveOperationException {
    RSAPrivateKey known = key;
    if (known != null && keepsKey) {
      return known;
    }
    byte[] now;
    try (InputStream in = provider.privateKey()) {
      if (in == null) {
        throw IdentityException.of(name + " gives no private key", null);
      }
      now = in.readAllBytes();
    }
    // Parsing costs a hundred times what comparing does, and a key seldom changes.
    if (known == null || !Arrays.equals(now, pem)) {
      char[] passphrase = provider.passphrase();
      known =
          PrivateKeys.parse(
              now,
              passphrase == null ? new char[0] : passphrase,
              "the private key of " + name + " ");
      key = known;
      pem = now;
    }
    return known;
  }

  /** What a stranger's exception says may hold anything, so only its class is told. */
  private IdentityException told(Exception e) {
    Throwable cause = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
    return cause instanceof IdentityException ours
        ? ours
        : IdentityException.of(name + " gives no credentials: " + cause.getClass().getName(), null);
  }

  private static boolean keeps(Class<?> type, String what) {
    for (Annotation annotation : type.getAnnotations()) {
      Class<? extends Annotation> kind = annotation.annotationType();
      if (kind.getSimpleName().equals(AuthCachingPolicy.class.getSimpleName())) {
        try {
          return Boolean.TRUE.equals(kind.getMethod(what).invoke(annotation));
        } catch (ReflectiveOperationException e) {
          return false;
        }
      }
    }
    return true;
  }

  private interface Questions {
    @Nullable String keyId() throws ReflectiveOperationException;

    @Nullable InputStream privateKey() throws ReflectiveOperationException;

    char @Nullable [] passphrase() throws ReflectiveOperationException;

    void refresh() throws ReflectiveOperationException;
  }

  private record Direct(BasicAuthenticationDetailsProvider provider) implements Questions {
    @Override
    public @Nullable String keyId() {
      return provider.getKeyId();
    }

    @Override
    public @Nullable InputStream privateKey() {
      return provider.getPrivateKey();
    }

    @Override
    public char @Nullable [] passphrase() {
      return provider.getPassphraseCharacters();
    }

    @Override
    public void refresh() {
      if (provider instanceof RefreshableOnNotAuthenticatedProvider<?> refreshable) {
        refreshable.refresh();
      }
    }
  }

  private static final class Reflected implements Questions {
    private final Object provider;
    private final Method keyId;
    private final Method privateKey;
    private final Method passphrase;
    private final @Nullable Method refresh;

    Reflected(Object provider) {
      this.provider = provider;
      Class<?> asked = implemented(provider.getClass(), INTERFACE);
      if (asked == null) {
        throw new IllegalArgumentException(
            provider.getClass().getName() + " does not implement the SDK's " + INTERFACE);
      }
      Class<?> refreshing =
          implemented(
              provider.getClass(), RefreshableOnNotAuthenticatedProvider.class.getSimpleName());
      try {
        this.keyId = asked.getMethod("getKeyId");
        this.privateKey = asked.getMethod("getPrivateKey");
        this.passphrase = asked.getMethod("getPassphraseCharacters");
        this.refresh = refreshing == null ? null : refreshing.getMethod("refresh");
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException(
            provider.getClass().getName() + " implements another " + INTERFACE + ": " + e, e);
      }
    }

    @Override
    public @Nullable String keyId() throws ReflectiveOperationException {
      return (String) keyId.invoke(provider);
    }

    @Override
    public @Nullable InputStream privateKey() throws ReflectiveOperationException {
      return (InputStream) privateKey.invoke(provider);
    }

    @Override
    public char @Nullable [] passphrase() throws ReflectiveOperationException {
      return (char[]) passphrase.invoke(provider);
    }

    @Override
    public void refresh() throws ReflectiveOperationException {
      if (refresh != null) {
        refresh.invoke(provider);
      }
    }

    /** An interface by its simple name, wherever in a class's ancestry. */
    private static @Nullable Class<?> implemented(Class<?> type, String simpleName) {
      Deque<Class<?>> left = new ArrayDeque<>();
      Set<Class<?>> seen = new HashSet<>();
      for (Class<?> c = type; c != null; c = c.getSuperclass()) {
        left.addAll(Arrays.asList(c.getInterfaces()));
      }
      while (!left.isEmpty()) {
        Class<?> one = left.remove();
        if (one.getSimpleName().equals(simpleName)) {
          return one;
        }
        if (seen.add(one)) {
          left.addAll(Arrays.asList(one.getInterfaces()));
        }
      }
      return null;
    }
  }
}
