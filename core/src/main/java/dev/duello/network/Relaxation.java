package dev.duello.network;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a generator of texts, which are made of whole characters, gives its discriminator something that a gradient passes. */
public enum Relaxation {
    /** Shares of all characters at each place, by a softmax. */
    @JsonProperty("softmax")
    SOFTMAX,
    /** The most likely character at each place, with the gradient of the shares. */
    @JsonProperty("straight-through")
    STRAIGHT_THROUGH
}
