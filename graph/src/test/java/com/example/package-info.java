/** Stands for a user's package: {@link com.example.UserCode}. */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
