/**
 * Search of settings: a space of them, samplers that propose points of it, successive halving that ends what is hopeless, and
 * studies, which are folders of trainings that survive being killed.
 */
@NullMarked
package dev.duello.search;

import org.jspecify.annotations.NullMarked;
