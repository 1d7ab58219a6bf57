package io.github.seekwell.oci.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import com.fasterxml.jackson.databind.ser.impl.SimpleBeanPropertyFilter;
import com.fasterxml.jackson.databind.ser.impl.SimpleFilterProvider;
import com.fasterxml.jackson.databind.util.StdDateFormat;
import com.oracle.bmc.http.client.Serializer;
import com.oracle.bmc.http.client.internal.ExplicitlySetBmcModel;
import java.io.IOException;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the SDK's models mean it: a property of a model is written if it has a value or was set
 * explicitly, even to null; dates are RFC 3339; what the service adds later is ignored.
 */
final class OciJson implements Serializer {
  static final OciJson INSTANCE = new OciJson();

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .defaultDateFormat(
              new StdDateFormat()
                  .withTimeZone(TimeZone.getTimeZone("UTC"))
                  .withColonInTimeZone(true))
          .filterProvider(
              new SimpleFilterProvider()
                  .addFilter(ExplicitlySetBmcModel.EXPLICITLY_SET_FILTER_NAME, new ExplicitlySet()))
          .build();

  private OciJson() {}

  @Override
  public <T> T readValue(String text, Class<T> type) throws IOException {
    return mapper.readValue(text, type);
  }

  /** Null for an empty body: the answers to HEAD requests have none. */
  @Override
  public <T> @Nullable T readValue(byte[] bytes, Class<T> type) throws IOException {
    return bytes.length == 0 ? null : mapper.readValue(bytes, type);
  }

  <T> List<T> readList(byte[] bytes, Class<T> type) throws IOException {
    return mapper.readerForListOf(type).readValue(bytes);
  }

  @Override
  public String writeValueAsString(Object value) throws IOException {
    return mapper.writeValueAsString(value);
  }

  private static final class ExplicitlySet extends SimpleBeanPropertyFilter {
    @Override
    public void serializeAsField(
        Object bean, JsonGenerator generator, SerializerProvider provider, PropertyWriter writer)
        throws Exception {
      if (wanted(bean, writer)) {
        writer.serializeAsField(bean, generator, provider);
      } else if (!generator.canOmitFields()) {
        writer.serializeAsOmittedField(bean, generator, provider);
      }
    }

    private static boolean wanted(Object bean, PropertyWriter writer) throws Exception {
      return !(bean instanceof ExplicitlySetBmcModel model)
          || model.wasPropertyExplicitlySet(writer.getName())
          || (writer instanceof BeanPropertyWriter property && property.get(bean) != null);
    }
  }
}
