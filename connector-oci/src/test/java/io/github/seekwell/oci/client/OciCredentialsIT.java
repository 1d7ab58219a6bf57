package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.oracle.bmc.auth.InstancePrincipalsAuthenticationDetailsProvider;
import com.oracle.bmc.auth.ResourcePrincipalsV3AuthenticationDetailsProvider;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.oci.testing.KnownKeys;
import io.github.seekwell.oci.testing.MachineCertificate;
import io.github.seekwell.oci.testing.OciDialect;
import io.github.seekwell.oci.testing.TokenDialect;
import io.github.seekwell.oci.testing.Tokens;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of credentials, against a store that checks signatures and services that issue. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OciCredentialsIT {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private static Path shared;
  private static MachineCertificate machine;

  @TempDir private Path directory;
  private final KnownKeys known = new KnownKeys();
  private final List<Attempt> heard = new ArrayList<>();
  private StoreEmulator store;
  private StoreEmulator services;

  @BeforeAll
  static void makeMachine() throws IOException, InterruptedException, GeneralSecurityException {
    machine = MachineCertificate.make(shared);
  }

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    store = StoreEmulator.builder(OciDialect.of("ns").signedBy(known)).bucket("data").start();
    store.objects().put("data", "a", new byte[] {1, 2, 3});
    services = services(HOUR);
  }

  @AfterEach
  void stop() {
    services.close();
    store.close();
  }

  private StoreEmulator services(Duration life) throws IOException, GeneralSecurityException {
    return StoreEmulator.builder(new TokenDialect(machine, known, life)).start();
  }

  // ---- instances

  @Test
  void instancePrincipal_signsWithTheTokenOfItsMachine_andAsksForOneOnly() throws IOException {
    try (OciStore asked = open(instance())) {
      head(asked);
      head(asked);
    }

    assertThat(services.log().counters().requests("POST /v1/x509")).isEqualTo(1);
    assertThat(store.log().counters().allRequests()).isEqualTo(2);
  }

  @Test
  void officialProvider_isContentWithTheSameServices() {
    InstancePrincipalsAuthenticationDetailsProvider official =
        InstancePrincipalsAuthenticationDetailsProvider.builder()
            .metadataBaseUrl(services.endpoint() + "/opc/v2/")
            .federationEndpoint(services.endpoint().toString())
            .build();

    assertThat(official.getKeyId()).startsWith("ST$");
    assertThat(services.log().counters().requests("POST /v1/x509")).isEqualTo(1);
  }

  @Test
  void regionOfAMachine_isAskedOfIt() throws IOException {
    assertThat(instance().region()).isEqualTo("us-ashburn-1");
  }

  @Test
  void tokenThatIsNoLongerAccepted_isRenewedOnce_andTheRequestRepeated() throws IOException {
    try (OciStore asked = open(instance())) {
      head(asked);
      Instant old = Instant.now().plusMillis(1100);
      known.revokeAll();
      // Whoever refuses a token younger than a second is not believed.
      Await.until("the token is older", () -> Instant.now().isAfter(old));

      head(asked);
    }

    assertThat(services.log().counters().requests("POST /v1/x509")).isEqualTo(2);
    assertThat(store.log().counters().allRequests()).isEqualTo(3);
  }

  @Test
  void whoeverRefusesEveryToken_isAskedTwice_andNoMore() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "x.first.y");
    try (OciStore asked = open(session(token))) {
      assertThat(failure(asked).kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      assertThat(store.log().counters().allRequests()).isEqualTo(1);
      Files.writeString(token, "x.second.y");

      assertThat(failure(asked).kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);

      // Either the file was looked at in time, or the refusal made us look.
      assertThat(store.log().counters().allRequests()).isBetween(2L, 3L);
    }
  }

  @Test
  void busyTokenService_isAFailureThatMayMend() throws IOException {
    services.script(Call.named("POST /v1/x509"), Fault.status(503));
    try (OciStore asked = open(instance())) {
      StoreException e = failure(asked);
      assertThat(e.kind()).isEqualTo(ErrorKind.THROTTLED);
      assertThat(e).hasMessageContaining("instance principal").hasMessageContaining("503");

      head(asked);
    }
  }

  @Test
  void machineThatIsNotOcis_isToldSo() throws IOException {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = closed.getLocalPort();
    }
    OciAuth auth = instance("http://127.0.0.1:" + nobody + "/opc/v2/");
    try (OciStore asked = open(auth)) {
      StoreException e = failure(asked);

      assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      assertThat(e).hasMessageContaining("on machines of OCI only");
    }
  }

  // ---- resources

  @Test
  void resourcePrincipal_takesTokenAndKeyFromItsEnvironment_asTheyAre() throws IOException {
    String token = Tokens.of("function", HOUR);
    known.accept("ST$" + token, machine.certificate().getPublicKey());
    Map<String, String> environment =
        Map.of(
            "OCI_RESOURCE_PRINCIPAL_VERSION",
            "2.2",
            "OCI_RESOURCE_PRINCIPAL_RPST",
            token,
            "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM",
            machine.keyPem(),
            "OCI_RESOURCE_PRINCIPAL_REGION",
            "us-phoenix-1");

    OciAuth auth = resource(environment);
    assertThat(auth.region()).isEqualTo("us-phoenix-1");
    try (OciStore asked = open(auth)) {
      head(asked);
    }
  }

  @Test
  void resourcePrincipal_inFiles_isReadAgain_whenTheServiceRefusesIt() throws Exception {
    String passphrase = "geheim";
    Path pem = ApiKeys.encryptedPem(directory, passphrase);
    Path opens = Files.writeString(directory.resolve("passphrase"), passphrase);
    Path token = directory.resolve("rpst");
    Map<String, String> environment =
        Map.of(
            "OCI_RESOURCE_PRINCIPAL_VERSION", "2.2",
            "OCI_RESOURCE_PRINCIPAL_RPST", token.toString(),
            "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM", pem.toString(),
            "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM_PASSPHRASE", opens.toString());
    rotate(token, "function");
    try (OciStore asked = open(resource(environment))) {
      head(asked);
      rotate(token, "function");
      head(asked);
    }
  }

  @Test
  void resourcePrincipal_ofAParent_isExchangedStepByStep() throws IOException {
    try (OciStore asked = open(resource(parent()))) {
      head(asked);
    }

    assertThat(services.log().counters().requests("GET /parent")).isEqualTo(1);
    assertThat(services.log().counters().requests("GET /grandparent")).isEqualTo(1);
    assertThat(services.log().counters().requests("POST /v1/resourcePrincipalSessionToken"))
        .isEqualTo(2);
  }

  @Test
  void officialProvider_goesTheSameSteps() {
    ResourcePrincipalsV3AuthenticationDetailsProvider
            .ResourcePrincipalsV3AuthenticationDetailsProviderBuilder
        builder = ResourcePrincipalsV3AuthenticationDetailsProvider.builder();
    builder
        .resourcePrincipalTokenUrlForParentResource(services.endpoint() + "/parent")
        .federationEndpointForParentResource(services.endpoint().toString())
        .build(
            builder.build_2_2_leaf(
                machine.keyPem(), null, TokenDialect.LEAF.substring(3), "us-phoenix-1", "test"))
        .refresh();

    assertThat(services.log().counters().requests("POST /v1/resourcePrincipalSessionToken"))
        .isEqualTo(2);
  }

  @Test
  void incompleteResourcePrincipal_namesWhatIsMissing() throws IOException {
    Map<String, String> environment = new HashMap<>(parent());
    environment.remove("OCI_RESOURCE_PRINCIPAL_RPT_URL_FOR_PARENT_RESOURCE");
    try (OciStore asked = open(resource(environment))) {
      assertThat(failure(asked))
          .hasMessageContaining("OCI_RESOURCE_PRINCIPAL_RPT_URL_FOR_PARENT_RESOURCE");
    }
  }

  // ---- pods

  @Test
  void workloadIdentity_showsItsServiceAccount() throws IOException {
    try (OciStore asked = open(pod(services.endpoint().toString(), directory.resolve("none")))) {
      head(asked);
    }

    assertThat(services.log().counters().requests("POST /resourcePrincipalSessionTokens"))
        .isEqualTo(1);
  }

  @Test
  void workloadIdentity_trustsItsClusterOnly() throws Exception {
    HttpsServer cluster = cluster();
    try {
      String url = "https://127.0.0.1:" + cluster.getAddress().getPort();
      Path authority = Files.writeString(directory.resolve("ca.crt"), machine.certificatePem());
      try (OciStore asked = open(pod(url, authority))) {
        head(asked);
      }
      Path other = Files.createDirectory(directory.resolve("other"));
      Path stranger =
          Files.writeString(
              other.resolve("ca.crt"), MachineCertificate.make(other).certificatePem());
      try (OciStore asked = open(pod(url, stranger))) {
        assertThat(failure(asked).kind()).isEqualTo(ErrorKind.TLS);
      }
    } finally {
      cluster.stop(0);
    }
  }

  // ---- sessions

  @Test
  void sessionToken_isReadAgain_whenItsFileIsAnother() throws IOException {
    Path token = directory.resolve("token");
    rotate(token, "ocid1.user.oc1..me");
    try (OciStore asked = open(session(token))) {
      head(asked);
      rotate(token, "ocid1.user.oc1..me");
      head(asked);
      rotate(token, "ocid1.user.oc1..me");
      head(asked);
    }
    assertThat(heard).filteredOn(attempt -> attempt.status() == 200).hasSize(3);
  }

  @Test
  void sessionTokenOfSomebodyElse_isNotTaken() throws IOException {
    Path token = directory.resolve("token");
    rotate(token, "ocid1.user.oc1..me");
    try (OciStore asked = open(session(token))) {
      head(asked);
      rotate(token, "ocid1.user.oc1..you");

      assertThat(failure(asked).kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
    }
  }

  @Test
  void repeatedRequest_isCounted_withItsRefusal() throws IOException {
    Path token = directory.resolve("token");
    rotate(token, "me");
    try (OciStore asked = open(session(token))) {
      head(asked);
      heard.clear();
      rotate(token, "me");
      head(asked);
    }

    assertThat(heard).extracting(Attempt::status).endsWith(200);
    assertThat(heard.size()).isEqualTo((int) store.log().counters().allRequests() - 1);
  }

  // ---- delegation

  @Test
  void delegationToken_isSentAndSigned_andReadAgain() throws IOException {
    Path token = Files.writeString(directory.resolve("obo"), "for-alice\n");
    Map<String, String> settings = new HashMap<>(apiKey());
    settings.put("fs.oci.delegation.token.filepath", token.toString());
    known.acceptFor(ApiKeys.keyId(), ApiKeys.publicKey(), "for-alice");

    try (OciStore asked = open(OciAuth.from(Settings.of(settings), name -> null, any -> any))) {
      head(asked);
      Files.writeString(token, "for-alice, again".replace(", ", "-"));
      known.acceptFor(ApiKeys.keyId(), ApiKeys.publicKey(), "for-alice-again");
      head(asked);
    }
  }

  @Test
  void delegationTokenOfTheEnvironment_winsOverTheSetting() throws IOException {
    Path token = Files.writeString(directory.resolve("obo"), "for-bob");
    Map<String, String> settings = new HashMap<>(apiKey());
    settings.put("fs.oci.delegation.token.filepath", "/none");
    Map<String, String> environment = Map.of("OCI_DELEGATION_TOKEN_FILE", token.toString());
    known.acceptFor(ApiKeys.keyId(), ApiKeys.publicKey(), "for-bob");

    try (OciStore asked = open(OciAuth.from(Settings.of(settings), environment::get, any -> any))) {
      head(asked);
    }
  }

  // ---- keys

  @Test
  void keyFile_thatIsReplaced_isReadAgain() throws Exception {
    known.accept(ApiKeys.keyId(), ApiKeys.publicKey());
    Path pem = ApiKeys.strangersPem(directory);
    Map<String, String> settings = new HashMap<>(apiKey());
    settings.put("fs.oci.client.auth.pemfilepath", pem.toString());
    try (OciStore asked = open(OciAuth.from(Settings.of(settings)))) {
      assertThat(failure(asked).kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      Files.move(ApiKeys.pem(directory), pem, StandardCopyOption.REPLACE_EXISTING);

      head(asked);
    }
  }

  @Test
  void keyOfAProfile_mayBeRotated_withItsFingerprint() throws Exception {
    Path config = directory.resolve("config");
    String newer = ApiKeys.FINGERPRINT.replace('2', '3');
    profile(config, ApiKeys.FINGERPRINT);
    known.accept(ApiKeys.keyId(), ApiKeys.publicKey());
    Settings settings = Settings.of(Map.of("fs.seekwell.oci.config-file", config.toString()));
    OciAuth auth = OciAuth.from(settings);
    try (OciStore asked = open(auth)) {
      head(asked);
      profile(config, newer);
      known.revokeAll();
      known.accept(ApiKeys.TENANCY + "/" + ApiKeys.USER + "/" + newer, ApiKeys.publicKey());
      head(asked);
    }
    assertThat(OciAuth.from(settings).credentialScope()).isEqualTo(auth.credentialScope());
  }

  // ---- what they are made of

  private Map<String, String> apiKey() throws IOException {
    return Map.of(
        "fs.oci.client.auth.tenantId", ApiKeys.TENANCY,
        "fs.oci.client.auth.userId", ApiKeys.USER,
        "fs.oci.client.auth.fingerprint", ApiKeys.FINGERPRINT,
        "fs.oci.client.auth.pemfilepath", ApiKeys.pem(directory).toString());
  }

  private void profile(Path config, String fingerprint) throws IOException {
    Files.writeString(
        config,
        "[DEFAULT]\ntenancy="
            + ApiKeys.TENANCY
            + "\nuser="
            + ApiKeys.USER
            + "\nfingerprint="
            + fingerprint
            + "\nkey_file="
            + ApiKeys.pem(directory)
            + "\n");
  }

  private OciAuth instance() {
    return instance(services.endpoint() + "/opc/v2/");
  }

  private OciAuth instance(String metadata) {
    Settings settings =
        Settings.of(
            Map.of(
                "fs.oci.client.custom.authenticator",
                "com.oracle.bmc.hdfs.auth.InstancePrincipalsCustomAuthenticator",
                "fs.seekwell.oci.metadata-url",
                metadata,
                "fs.seekwell.oci.federation-url",
                services.endpoint().toString()));
    return OciAuth.from(settings);
  }

  private static OciAuth resource(Map<String, String> environment) {
    return OciAuth.from(
        Settings.of(
            Map.of(
                "fs.oci.client.custom.authenticator",
                "com.oracle.bmc.hdfs.auth.ResourcePrincipalsCustomAuthenticator")),
        environment::get,
        any -> any);
  }

  private Map<String, String> parent() {
    return Map.of(
        "OCI_RESOURCE_PRINCIPAL_VERSION",
        "3.0",
        "OCI_RESOURCE_PRINCIPAL_VERSION_FOR_LEAF_RESOURCE",
        "2.2",
        "OCI_RESOURCE_PRINCIPAL_RPST_FOR_LEAF_RESOURCE",
        TokenDialect.LEAF,
        "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM_FOR_LEAF_RESOURCE",
        machine.keyPem(),
        "OCI_RESOURCE_PRINCIPAL_REGION_FOR_LEAF_RESOURCE",
        "us-phoenix-1",
        "OCI_RESOURCE_PRINCIPAL_RPT_URL_FOR_PARENT_RESOURCE",
        services.endpoint() + "/parent",
        "OCI_RESOURCE_PRINCIPAL_RPST_ENDPOINT_FOR_PARENT_RESOURCE",
        services.endpoint().toString());
  }

  private OciAuth pod(String url, Path authority) throws IOException {
    Path account = Files.writeString(directory.resolve("account"), TokenDialect.ACCOUNT + "\n");
    Map<String, String> environment =
        Map.of(
            "OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH", account.toString(),
            "OCI_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH", authority.toString());
    return OciAuth.from(
        Settings.of(
            Map.of(
                "fs.oci.client.custom.authenticator",
                "com.oracle.bmc.hdfs.auth.OkeWorkloadIdentityCustomAuthenticator",
                "fs.seekwell.oci.workload-url",
                url)),
        environment::get,
        any -> any);
  }

  /** The cluster's proxy: TLS in front of the services. */
  private HttpsServer cluster() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(machine.store(), MachineCertificate.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          HttpRequest inside =
              HttpRequest.newBuilder(services.endpoint().resolve(exchange.getRequestURI()))
                  .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                  .POST(
                      HttpRequest.BodyPublishers.ofByteArray(
                          exchange.getRequestBody().readAllBytes()))
                  .build();
          try {
            HttpResponse<byte[]> answer =
                HttpClient.newHttpClient().send(inside, HttpResponse.BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(answer.body());
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    return server;
  }

  private OciAuth session(Path token) throws IOException {
    return OciAuth.from(
        Settings.of(
            Map.of(
                "fs.oci.client.auth.sessiontoken.enable", "true",
                "fs.oci.client.auth.sessiontoken", token.toString(),
                "fs.oci.client.auth.pemfilepath", ApiKeys.pem(directory).toString())));
  }

  /** A new token that is good, and no other is. */
  private void rotate(Path file, String subject) throws IOException {
    String token = Tokens.of(subject, HOUR);
    Files.writeString(file, token + "\n");
    known.revokeAll();
    known.accept("ST$" + token, ApiKeys.publicKey());
  }

  private OciStore open(OciAuth auth) {
    return new OciStore(
        new OciBucket(store.endpoint(), "ns", "data"),
        auth,
        new HttpEngine(HttpConfig.defaults(), HttpListener.NONE));
  }

  private void head(OciStore asked) throws StoreException {
    RequestContext context =
        RequestContext.DEMAND.heardBy((attempt, ignored) -> heard.add(attempt));
    assertThat(asked.head("a", context).size()).isEqualTo(3);
  }

  private StoreException failure(OciStore asked) {
    return catchThrowableOfType(StoreException.class, () -> asked.head("a", RequestContext.DEMAND));
  }
}
