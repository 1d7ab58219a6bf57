package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import org.apache.hadoop.fs.BulkDelete;
import org.junit.jupiter.api.Test;

class OlderHadoopTest {
  @Test
  void missingType_isDefinedOnce_asAnEmptyInterface() throws Exception {
    String name = "io.github.seekwell.core.hadoop.NotInThisVersion";
    OlderHadoop.fillIn(name, MethodHandles.lookup());
    OlderHadoop.fillIn(name, MethodHandles.lookup());
    Class<?> filled = Class.forName(name);
    assertThat(filled.isInterface()).isTrue();
    assertThat(filled.getMethods()).isEmpty();
    assertThat(filled.getClassLoader()).isSameAs(getClass().getClassLoader());
  }

  @Test
  void typeThatIsThere_isLeftAlone() {
    OlderHadoop.fillIn();
    assertThat(BulkDelete.class.getMethods()).isNotEmpty();
    assertThat(ObjectFileSystem.class.getMethods())
        .anyMatch(method -> method.getReturnType() == BulkDelete.class);
  }
}
