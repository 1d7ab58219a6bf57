/**
 * Settings, typed and read once.
 *
 * <p>A {@link io.github.seekwell.core.config.Setting} is declared once and brings its parser,
 * default, range and the sentence that documents it. {@link
 * io.github.seekwell.core.config.Settings} is where values come from; it knows who set each one, so
 * that defaults shipped with Hadoop are never mistaken for a user's wish. Objects receive immutable
 * records ({@link io.github.seekwell.core.config.ConnectorConfig} and its parts), never a lookup.
 */
@NullMarked
package io.github.seekwell.core.config;

import org.jspecify.annotations.NullMarked;
