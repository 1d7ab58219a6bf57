package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing. Objects and prefixes share the page's limit; {@code nextStartWith} is the
 * first name that did not fit, and the next page's {@code start}.
 */
final class ListObjectsCall {
  private static final int MOST = 1000;
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "size",
          "etag",
          "md5",
          "timeCreated",
          "timeModified",
          "storageTier",
          "archivalState");

  private final Bucket bucket;

  ListObjectsCall(Bucket bucket) {
    this.bucket = bucket;
  }

  Answer answer(Request request) {
    Map<String, String> query = request.query();
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    if (!delimiter.isEmpty() && !delimiter.equals("/")) {
      throw OciRefusal.invalid("The only delimiter is '/'");
    }
    int limit = limit(query);
    List<String> fields = fields(query);
    List<Map<String, Object>> objects = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    Optional<String> next = Optional.empty();
    for (StoredObject object : from(query, prefix).values()) {
      if (!object.key().startsWith(prefix)) {
        break;
      }
      int cut = delimiter.isEmpty() ? -1 : object.key().indexOf(delimiter, prefix.length());
      String common = cut < 0 ? "" : object.key().substring(0, cut + 1);
      if (!common.isEmpty() && prefixes.contains(common)) {
        continue;
      }
      if (objects.size() + prefixes.size() == limit) {
        next = Optional.of(common.isEmpty() ? object.key() : common);
        break;
      }
      if (common.isEmpty()) {
        objects.add(describe(object, fields));
      } else {
        prefixes.add(common);
      }
    }
    return page(objects, prefixes, next);
  }

  private NavigableMap<String, StoredObject> from(Map<String, String> query, String prefix) {
    NavigableMap<String, StoredObject> all = bucket.objects().tailMap(prefix, true);
    all = narrowed(all, query.get("start"), true);
    all = narrowed(all, query.get("startAfter"), false);
    String end = query.get("end");
    if (end == null || all.isEmpty()) {
      return all;
    }
    boolean nothing = all.comparator().compare(end, all.firstKey()) <= 0;
    return nothing ? all.headMap(all.firstKey(), false) : all.headMap(end, false);
  }

  private static NavigableMap<String, StoredObject> narrowed(
      NavigableMap<String, StoredObject> all, @Nullable String start, boolean inclusive) {
    if (start == null || all.isEmpty() || all.comparator().compare(start, all.firstKey()) < 0) {
      return all;
    }
    return all.tailMap(start, inclusive);
  }

  private static int limit(Map<String, String> query) {
    try {
      int limit = Integer.parseInt(query.getOrDefault("limit", "" + MOST));
      if (limit >= 1 && limit <= MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Refused below like a number that is out of bounds.
    }
    throw OciRefusal.invalid("The limit must be from 1 to " + MOST);
  }

  private static List<String> fields(Map<String, String> query) {
    List<String> fields = List.of(query.getOrDefault("fields", "name").split(","));
    if (!FIELDS.containsAll(fields)) {
      throw OciRefusal.invalid("Unknown fields among " + fields);
    }
    return fields;
  }

  private static Map<String, Object> describe(StoredObject object, List<String> fields) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", object.key());
    all.put("size", object.size());
    all.put("etag", object.etag());
    all.put("md5", object.headers().getOrDefault("opc-multipart-md5", object.md5()));
    all.put("timeCreated", object.created().toString());
    all.put("timeModified", object.modified().toString());
    all.put("storageTier", "Standard");
    all.keySet().removeIf(field -> !field.equals("name") && !fields.contains(field));
    return all;
  }

  private static Answer page(
      List<Map<String, Object>> objects, Set<String> prefixes, Optional<String> next) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("objects", objects);
    page.put("prefixes", prefixes);
    next.ifPresent(name -> page.put("nextStartWith", name));
    return Answer.json(200, OciJson.write(page));
  }
}
