// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.bytecode;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A generated class with a single object: final, without state, and known by nothing but the
 * interface that it implements, so that it goes when the object does.
 *
 * <p>{@code -Dadjoint.dump=DIR} writes each class and its source into a directory.
 *
 * @param kernel the interface, which may be visible in its package alone
 * @param name the name of the class, which need not be unique
 * @param <K> the interface
 */
public record HiddenClass<K>(Class<K> kernel, String name) {
  /** The system property that names the directory to write classes to. */
  public static final String DUMP_PROPERTY = "adjoint.dump";

  /** Returns the class as its own methods name it: beside the interface. */
  public ClassDesc self() {
    return ClassDesc.of(kernel.getPackageName(), name);
  }

  /**
   * Returns the class file.
   *
   * @param methods writes all methods but the constructor
   */
  public byte[] write(Consumer<ClassBuilder> methods) {
    return ClassFile.of()
        .build(
            self(),
            builder -> {
              // Public, for it is this class that makes the object; nobody can name it all the
              // same.
              builder
                  .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                  .withInterfaceSymbols(kernel.describeConstable().orElseThrow())
                  .withMethodBody(
                      INIT_NAME,
                      MTD_void,
                      ClassFile.ACC_PUBLIC,
                      code ->
                          code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
              methods.accept(builder);
            });
  }

  /**
   * Returns the object of a class file.
   *
   * @param beside a lookup in the package of the interface
   * @param source a description of the source of the class
   * @throws LinkageError if the class file is faulty
   */
  public K link(Lookup beside, byte[] classFile, Supplier<String> source) {
    ClassDump.write(name, classFile, source);
    try {
      // Initialised at once, so that a fault in the class shows here.
      Class<?> made = beside.defineHiddenClass(classFile, true).lookupClass();
      return kernel.cast(made.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(
          "compile: the generated class %s cannot be linked:\n%s".formatted(name, source.get()), e);
    }
  }
}
