/**
 * Conducts one upload.
 *
 * <p>An {@link io.github.seekwell.core.write.ObjectWriter} gathers bytes in a {@link
 * io.github.seekwell.core.write.PartBuffer}. What fits into one part is put whole when the writer
 * closes; what does not becomes a multipart upload, whose parts a shared pool sends while the
 * caller goes on writing. Nothing is visible before {@code close()} returns, and a writer on which
 * anything failed publishes nothing and drops its upload.
 *
 * <p>Parts wait in the heap, outside of it or in files, as {@link
 * io.github.seekwell.core.write.PartBuffers} decides. Memory is bounded by a {@link
 * io.github.seekwell.core.write.WriteBudget} that all writers share. A part's room is reserved in
 * one step and given back when the part is sent, so nobody ever holds some room while waiting for
 * more. Who finds memory spent waits for parts that are being sent; if there are none, the part
 * goes to a file, so that even one thread that feeds any number of writers is never stuck. Instead
 * of publishing, a writer can hand over an {@link io.github.seekwell.core.write.UploadSession},
 * which any process may complete or abort later.
 */
@NullMarked
package io.github.seekwell.core.write;

import org.jspecify.annotations.NullMarked;
