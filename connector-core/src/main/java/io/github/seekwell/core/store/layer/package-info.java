/**
 * One concern per wrapper round a store.
 *
 * <p>Every layer is an {@link io.github.seekwell.core.store.ObjectStore} that holds another. {@link
 * io.github.seekwell.core.store.layer.ForwardingStore} passes each request through one method,
 * {@code around}, so that a layer whose concern is the same for all operations overrides that and
 * nothing else. The order is written once, in {@link
 * io.github.seekwell.core.store.layer.StoreStack}: observed outside, so that what is timed is what
 * the caller felt; retried next; hedged inside the retry, so that a get fails only when neither of
 * two requests could save it; limited inside that, so that a request that backs off holds no place
 * among those in flight and a second one needs a place of its own; interruptible innermost, on the
 * thread that makes the request.
 *
 * <p>What all stores of one endpoint share stands beside the layers, as a {@link
 * io.github.seekwell.core.store.layer.SharedEndpoint}: the limit on requests in flight, the {@link
 * io.github.seekwell.core.store.layer.PaceMeter}, which hears of every request and tells what the
 * endpoint costs, and the budget of second requests.
 *
 * <p>Time, chance and waiting are handed in ({@link io.github.seekwell.core.store.layer.Sleeper},
 * {@link io.github.seekwell.core.store.layer.Backoff}, {@link
 * io.github.seekwell.core.store.layer.AlarmClock}); tests of this room do not sleep.
 */
@NullMarked
package io.github.seekwell.core.store.layer;

import org.jspecify.annotations.NullMarked;
