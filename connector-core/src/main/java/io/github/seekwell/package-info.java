/** What a user starts by hand. */
@org.jspecify.annotations.NullMarked
package io.github.seekwell;
