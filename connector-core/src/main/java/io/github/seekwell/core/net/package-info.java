/**
 * Addresses that age. The JVM's own cache of names is tuned for programs that start and end; a
 * running job whose endpoint moves must follow it. Here an {@link AddressBook} asks a {@link
 * Resolver}, believes the answer for its own time to live, hands out all addresses in turn, and
 * leaves alone for a while those that failed, gave no answer or answered much later than others.
 *
 * <p>Nothing here opens a connection or owns a thread: a look-up runs in the thread of the caller
 * who finds the answer expired, while all others go on with the old one.
 */
@NullMarked
package io.github.seekwell.core.net;

import org.jspecify.annotations.NullMarked;
