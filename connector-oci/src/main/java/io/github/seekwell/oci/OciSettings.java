package io.github.seekwell.oci;

import static io.github.seekwell.oci.OciSettings.Treatment.HARMLESS;
import static io.github.seekwell.oci.OciSettings.Treatment.HONOURED;
import static io.github.seekwell.oci.OciSettings.Treatment.MAPPED;
import static io.github.seekwell.oci.OciSettings.Treatment.REFUSED;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.FilesConfig;
import io.github.seekwell.core.config.HttpSettings;
import io.github.seekwell.core.config.ReadConfig;
import io.github.seekwell.core.config.RetryConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.hadoop.KeyForms;
import io.github.seekwell.oci.client.OciAuth;
import io.github.seekwell.oci.client.OciEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code fs.oci.*} keys of Oracle's connector, and what becomes of each here. A key may be set
 * for one bucket as {@code <key>.<bucket>.<namespace>}, and under its old prefix {@code
 * fs.oraclebmc.}.
 */
public final class OciSettings {
  public static final String PREFIX = "fs.oci.";

  public static final Setting<Integer> BLOCK_SIZE_MB =
      Setting.count(
          "fs.oci.blocksize.mb",
          32,
          1,
          2047,
          "What files are said to be made of, in MiB; decides how jobs split them.");

  /** What is done with a key that the user has set. */
  public enum Treatment {
    /** Means here what it means there. */
    HONOURED,
    /** Sets a setting of ours that means the same, unless that is set itself. */
    MAPPED,
    /** Has no meaning here, and its absence does no harm; mentioned once. */
    HARMLESS,
    /** Security or durability may rest on it: nothing works until it is removed. */
    REFUSED
  }

  /**
   * A key of Oracle's connector.
   *
   * @param key its general form
   * @param ours the setting it is mapped to; empty if it is not
   * @param unit what follows its number as a value of ours, such as {@code ms}
   * @param allowed the value with which even a refused key asks for nothing; empty if there is none
   */
  public record Key(String key, Treatment treatment, String ours, String unit, String allowed) {}

  /** All of them; the next kinds of credentials only move rows. */
  public static final List<Key> KEYS =
      List.of(
          honoured(BLOCK_SIZE_MB),
          honoured(OciEndpoint.HOSTNAME),
          honoured(OciEndpoint.REGION),
          honoured(OciAuth.TENANT),
          honoured(OciAuth.USER),
          honoured(OciAuth.FINGERPRINT),
          honoured(OciAuth.PEM_FILE),
          honoured(OciAuth.PASSPHRASE),
          mapped("fs.oci.client.http.connectiontimeout", HttpSettings.CONNECT_TIMEOUT, "ms"),
          mapped("fs.oci.client.http.readtimeout", ReadConfig.STALL_DEADLINE, "ms"),
          mapped("fs.oci.client.apache.max.connection.pool.size", HttpSettings.MAX_CONNECTIONS, ""),
          mapped("fs.oci.client.multipart.partsize.mb", WriteConfig.PART_SIZE, "m"),
          mapped("fs.oci.client.multipart.numthreads", WriteConfig.PARTS_IN_FLIGHT, ""),
          mapped("fs.oci.client.retry.reset.threshold.seconds", RetryConfig.MAX_DELAY, "s"),
          mapped("fs.oci.rename.operation.numthreads", FilesConfig.RENAME_THREADS, ""),
          refused("fs.oci.client.custom.client"),
          // Refused by OciAuth, which knows what kind of credentials a class stands for.
          new Key(OciAuth.AUTHENTICATOR.key(), REFUSED, "", "", ""),
          refused("fs.oci.io.read.custom.stream"),
          refused("fs.oci.io.write.custom.stream"),
          refused("fs.oci.client.upst.tokenExchangeServicePrincipal"),
          refused("fs.oci.client.upst.userPrincipal"),
          refused("fs.oci.client.upst.issuer"),
          refused("fs.oci.client.upst.clientId"),
          refused("fs.oci.client.upst.clientSecret"),
          refused("fs.oci.client.upst.domainUrl"),
          refused("fs.oci.client.keytab.path"),
          refused("fs.oci.delegation.token.filepath"),
          refused("fs.oci.client.auth.sessiontoken"),
          refusedUnless("fs.oci.client.auth.sessiontoken.enable", "false"),
          refused("fs.oci.client.proxy.uri"),
          refused("fs.oci.client.proxy.username"),
          refused("fs.oci.client.proxy.password"),
          refusedUnless("fs.oci.client.kinit.internal.mode", "false"),
          refusedUnless("fs.oci.client.multiregion.enabled", "false"),
          refusedUnless("fs.oci.realmspecific.endpoint.template.enabled", "false"),
          refusedUnless("fs.oci.io.write.allow.overwrite", "true"),
          harmless("fs.oci.io.write.inmemory"),
          harmless("fs.oci.io.read.inmemory"),
          harmless("fs.oci.client.circuitbreaker.enabled"),
          harmless("fs.oci.client.http.readmaxretries"),
          harmless("fs.oci.client.http.writemaxretries"),
          harmless("fs.oci.client.multipart.allowed"),
          harmless("fs.oci.client.multipart.minobjectsize.mb"),
          harmless("fs.oci.client.multipart.minpartsize.mb"),
          harmless("fs.oci.client.retry.timeout.seconds"),
          harmless("fs.oci.client.retry.jitter.millis"),
          harmless("fs.oci.caching.object.metadata.enabled"),
          harmless("fs.oci.caching.object.metadata.spec"),
          harmless("fs.oci.head.object.coalescing.enabled"),
          harmless("fs.oci.object.coalescing.waittime.millis"),
          harmless("fs.oci.client.jersey.logging.enabled"),
          harmless("fs.oci.client.jersey.logging.level"),
          harmless("fs.oci.client.jersey.logging.verbosity"),
          harmless("fs.oci.client.jersey.default.connector.enabled"),
          harmless("fs.oci.client.apache.connection.closing.strategy"),
          harmless("fs.oci.io.read.ahead"),
          harmless("fs.oci.io.read.ahead.blocksize"),
          harmless("fs.oci.io.read.ahead.blockcount"),
          harmless("fs.oci.io.read.ahead.numthreads"),
          harmless("fs.oci.io.threads.timeout.seconds"),
          harmless("fs.oci.require.directory.marker"),
          harmless("fs.oci.caching.object.parquet.enabled"),
          harmless("fs.oci.caching.object.parquet.spec"),
          harmless("fs.oci.caching.object.payload.enabled"),
          harmless("fs.oci.caching.object.payload.maxweight.bytes"),
          harmless("fs.oci.caching.object.payload.maxsize.count"),
          harmless("fs.oci.caching.object.payload.initialcapacity.count"),
          harmless("fs.oci.caching.object.payload.recordstats.enabled"),
          harmless("fs.oci.caching.object.payload.recordstats.timeinterval.seconds"),
          harmless("fs.oci.caching.object.payload.expireafteraccess.seconds"),
          harmless("fs.oci.caching.object.payload.expireafterwrite.seconds"),
          harmless("fs.oci.caching.object.payload.consistencypolicy.class"),
          harmless("fs.oci.caching.object.payload.directory"),
          harmless("fs.oci.io.write.multipart.inmemory"),
          harmless("fs.oci.io.write.multipart.inmemory.tasktimeout.seconds"),
          harmless("fs.oci.io.write.multipart.overwrite"),
          harmless("fs.oci.object.autoclose.inputstream"),
          harmless("fs.oci.caching.filesystem.enabled"),
          harmless("fs.oci.caching.filesystem.maxsize.count"),
          harmless("fs.oci.caching.filesystem.initialcapacity.count"),
          harmless("fs.oci.caching.filesystem.expireafteraccess.seconds"),
          harmless("fs.oci.caching.filesystem.expireafterwrite.seconds"),
          harmless("fs.oci.client.num.delete.threads"),
          harmless("fs.oci.client.batch.delete.enabled"),
          harmless("fs.oci.client.batch.delete.size"),
          harmless("fs.oci.dir.recursive.list.fetch.size"),
          harmless("fs.oci.first.read.optimization.for.ttfb"),
          harmless("fs.oci.mon.consumer.plugins"),
          harmless("fs.oci.mon.telemetry.ingestion.endpoint"),
          harmless("fs.oci.mon.compartment.ocid"),
          harmless("fs.oci.mon.grouping.cluster.id"),
          harmless("fs.oci.mon.rg.name"),
          harmless("fs.oci.mon.ns.name"),
          harmless("fs.oci.mon.bucket.level.enabled"),
          harmless("fs.oci.mon.max.backlog.before.drop"),
          harmless("fs.oci.emit.thread.poll.interval.seconds"));

  private OciSettings() {}

  /** The spellings under which a bucket's settings may be found. */
  public static KeyForms forms(OciAddress address) {
    return new KeyForms(
        List.of(address.bucket() + "." + address.namespace()), Map.of(PREFIX, "fs.oraclebmc."));
  }

  /**
   * The same settings, with ours filled in from those of Oracle's connector that mean the same.
   *
   * @throws IllegalArgumentException naming the first key that is refused
   */
  public static Settings translated(Settings settings) {
    Map<String, String> ours = new HashMap<>();
    for (Key key : KEYS) {
      Optional<String> value = set(settings, key);
      if (value.isEmpty()) {
        continue;
      }
      if (key.treatment() == MAPPED) {
        if (settings.find(key.ours()).filter(Settings.Value::setByUser).isEmpty()) {
          ours.put(key.ours(), mapped(key, value.get()));
        }
      } else if (key.treatment() == REFUSED
          && !key.key().equals(OciAuth.AUTHENTICATOR.key())
          && !value.get().equalsIgnoreCase(key.allowed())) {
        throw new IllegalArgumentException(
            key.key()
                + " is set and not yet supported"
                + (key.allowed().isEmpty() ? ": remove it" : ": remove it or set " + key.allowed())
                + " (it is refused rather than ignored because security or data may depend on it)");
      }
    }
    return settings.over(Settings.of(ours));
  }

  /** A value in our units; refused here, under the key that the user knows, if it does not fit. */
  private static String mapped(Key key, String value) {
    String ours = value + key.unit();
    for (Setting<?> setting : ConnectorConfig.ALL) {
      if (setting.key().equals(key.ours())) {
        try {
          Settings.of(Map.of(key.ours(), ours)).get(setting);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              key.key() + " = '" + value + "' does not fit: it stands for " + e.getMessage(), e);
        }
      }
    }
    return ours;
  }

  /** The keys that the user set although they mean nothing here. */
  public static List<String> harmless(Settings settings) {
    List<String> found = new ArrayList<>();
    for (Key key : KEYS) {
      if (key.treatment() == HARMLESS && set(settings, key).isPresent()) {
        found.add(key.key());
      }
    }
    return found;
  }

  private static Optional<String> set(Settings settings, Key key) {
    return settings
        .find(key.key())
        .filter(Settings.Value::setByUser)
        .map(value -> value.text().trim())
        .filter(text -> !text.isEmpty());
  }

  private static Key honoured(Setting<?> setting) {
    return new Key(setting.key(), HONOURED, "", "", "");
  }

  private static Key mapped(String key, Setting<?> ours, String unit) {
    return new Key(key, MAPPED, ours.key(), unit, "");
  }

  private static Key harmless(String key) {
    return new Key(key, HARMLESS, "", "", "");
  }

  private static Key refused(String key) {
    return refusedUnless(key, "");
  }

  private static Key refusedUnless(String key, String allowed) {
    return new Key(key, REFUSED, "", "", allowed);
  }
}
