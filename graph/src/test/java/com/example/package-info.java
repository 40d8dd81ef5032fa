// SPDX-License-Identifier: Apache-2.0
/** Stands for a user's package: {@link com.example.UserCode}. */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
