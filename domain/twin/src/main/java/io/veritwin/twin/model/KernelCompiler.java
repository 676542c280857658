package io.veritwin.twin.model;

import io.veritwin.twin.model.ExpressionGraph.Node;
import io.veritwin.twin.model.ExpressionGraph.Op;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hipparchus.util.FastMath;

/**
 * Turns expressions into a Java class of straight-line arithmetic, so that the equations are
 * written once, their derivatives are exact, and both run as fast as if written by hand (decision
 * record 0200). Java bytecode arithmetic is strict: the same bits on each machine.
 */
final class KernelCompiler {

  private static final int FIRST_FREE_LOCAL = 7;
  private static final String FAST_MATH = FastMath.class.getName().replace('.', '/');
  private static final String SELECTION = Selection.class.getName().replace('.', '/');

  private final ExpressionGraph graph;
  private final int[] results;
  private final boolean sparse;
  private final Map<Integer, Integer> uses = new HashMap<>();
  private final Map<Integer, Integer> locals = new HashMap<>();
  private final ConstantPool pool = new ConstantPool();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final DataOutputStream code = new DataOutputStream(body);
  private int nextLocal = FIRST_FREE_LOCAL;
  private int depth;
  private int greatestDepth;

  private KernelCompiler(ExpressionGraph graph, int[] results, boolean sparse) {
    this.graph = graph;
    this.results = results;
    this.sparse = sparse;
  }

  /** A kernel that writes each result. */
  static Kernel compile(ExpressionGraph graph, int[] results) {
    return compile(graph, results, false);
  }

  /** A kernel that writes into zeros, and leaves those that are zero by structure. */
  static Kernel compileSparse(ExpressionGraph graph, int[] results) {
    return compile(graph, results, true);
  }

  private static Kernel compile(ExpressionGraph graph, int[] results, boolean sparse) {
    try {
      byte[] bytes = new KernelCompiler(graph, results, sparse).classFile();
      Class<?> hidden = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
      return (Kernel) hidden.getDeclaredConstructor().newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Compiled equations could not be loaded", e);
    }
  }

  private byte[] classFile() throws IOException {
    for (int result : results) {
      count(result);
    }
    for (int i = 0; i < results.length; i++) {
      if (sparse && graph.is(results[i], 0)) {
        continue;
      }
      load(ALOAD, 6);
      push(1);
      integer(i);
      value(results[i]);
      code.writeByte(DASTORE);
      push(-4);
    }
    code.writeByte(RETURN);

    int thisClass = pool.type(Kernel.class.getPackageName().replace('.', '/') + "/Compiled");
    int superClass = pool.type("java/lang/Object");
    int kernel = pool.type(Kernel.class.getName().replace('.', '/'));
    int codeAttribute = pool.utf8("Code");
    int constructorName = pool.utf8("<init>");
    int constructorType = pool.utf8("()V");
    int superConstructor = pool.method("java/lang/Object", "<init>", "()V");
    int evaluateName = pool.utf8("evaluate");
    int evaluateType = pool.utf8("(D[D[D[D[D)V");

    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(0xCAFEBABE);
    out.writeShort(0);
    out.writeShort(61);
    pool.write(out);
    out.writeShort(0x0011); // public final
    out.writeShort(thisClass);
    out.writeShort(superClass);
    out.writeShort(1);
    out.writeShort(kernel);
    out.writeShort(0);
    out.writeShort(2);
    byte[] constructor = {
      ALOAD_0,
      (byte) INVOKESPECIAL,
      (byte) (superConstructor >> 8),
      (byte) superConstructor,
      (byte) RETURN
    };
    method(out, constructorName, constructorType, codeAttribute, 1, 1, constructor);
    method(
        out,
        evaluateName,
        evaluateType,
        codeAttribute,
        greatestDepth,
        nextLocal,
        body.toByteArray());
    out.writeShort(0);
    return file.toByteArray();
  }

  private static void method(
      DataOutputStream out,
      int name,
      int type,
      int codeAttribute,
      int maxStack,
      int maxLocals,
      byte[] bytes)
      throws IOException {
    out.writeShort(0x0001);
    out.writeShort(name);
    out.writeShort(type);
    out.writeShort(1);
    out.writeShort(codeAttribute);
    out.writeInt(12 + bytes.length);
    out.writeShort(maxStack);
    out.writeShort(maxLocals);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.writeShort(0);
    out.writeShort(0);
  }

  /** Counts how often each expression is used: what is used twice is kept in a local variable. */
  private void count(int position) {
    if (uses.merge(position, 1, Integer::sum) > 1) {
      return;
    }
    for (int part : graph.node(position).parts()) {
      count(part);
    }
  }

  /** Leaves the value of an expression on the stack. */
  private void value(int position) throws IOException {
    Integer local = locals.get(position);
    if (local != null) {
      load(DLOAD, local);
      push(2);
      return;
    }
    Node n = graph.node(position);
    compute(n);
    if (uses.get(position) > 1 && n.op() != Op.CONSTANT && n.op() != Op.TIME) {
      int fresh = nextLocal;
      nextLocal += 2;
      locals.put(position, fresh);
      code.writeByte(DUP2);
      push(2);
      load(DSTORE, fresh);
      push(-2);
    }
  }

  private void compute(Node n) throws IOException {
    switch (n.op()) {
      case CONSTANT -> {
        code.writeByte(LDC2_W);
        code.writeShort(pool.number(n.value()));
        push(2);
      }
      case TIME -> {
        load(DLOAD, 1);
        push(2);
      }
      case STATE -> element(3, n.a());
      case INPUT -> element(4, n.a());
      case PARAMETER -> element(5, n.a());
      case ADD -> binary(n, DADD);
      case SUBTRACT -> binary(n, DSUB);
      case MULTIPLY -> binary(n, DMUL);
      case DIVIDE -> binary(n, DDIV);
      case NEGATE -> {
        value(n.a());
        code.writeByte(DNEG);
      }
      case MIN -> function(FAST_MATH, "min", n.a(), n.b());
      case MAX -> function(FAST_MATH, "max", n.a(), n.b());
      case EXP -> function(FAST_MATH, "exp", n.a());
      case LOG -> function(FAST_MATH, "log", n.a());
      case SQRT -> function(FAST_MATH, "sqrt", n.a());
      case POWER -> function(FAST_MATH, "pow", n.a(), n.b());
      case SELECT -> function(SELECTION, "ifAtMost", n.a(), n.b(), n.c(), n.d());
    }
  }

  private void element(int array, int index) throws IOException {
    load(ALOAD, array);
    push(1);
    integer(index);
    code.writeByte(DALOAD);
  }

  private void binary(Node n, int opcode) throws IOException {
    value(n.a());
    value(n.b());
    code.writeByte(opcode);
    push(-2);
  }

  private void function(String owner, String name, int... arguments) throws IOException {
    for (int argument : arguments) {
      value(argument);
    }
    code.writeByte(INVOKESTATIC);
    code.writeShort(pool.method(owner, name, "(" + "D".repeat(arguments.length) + ")D"));
    push(2 - 2 * arguments.length);
  }

  private void integer(int value) throws IOException {
    code.writeByte(SIPUSH);
    code.writeShort(value);
    push(1);
  }

  private void load(int opcode, int slot) throws IOException {
    if (slot > 255) {
      code.writeByte(WIDE);
      code.writeByte(opcode);
      code.writeShort(slot);
    } else {
      code.writeByte(opcode);
      code.writeByte(slot);
    }
  }

  private void push(int words) {
    depth += words;
    greatestDepth = FastMath.max(greatestDepth, depth);
  }

  private static final int SIPUSH = 0x11;
  private static final int LDC2_W = 0x14;
  private static final int DLOAD = 0x18;
  private static final int ALOAD = 0x19;
  private static final int ALOAD_0 = 0x2a;
  private static final int DALOAD = 0x31;
  private static final int DSTORE = 0x39;
  private static final int DASTORE = 0x52;
  private static final int DUP2 = 0x5c;
  private static final int DADD = 0x63;
  private static final int DSUB = 0x67;
  private static final int DMUL = 0x6b;
  private static final int DDIV = 0x6f;
  private static final int DNEG = 0x77;
  private static final int RETURN = 0xb1;
  private static final int INVOKESPECIAL = 0xb7;
  private static final int INVOKESTATIC = 0xb8;
  private static final int WIDE = 0xc4;

  /** The class file's table of names and numbers (Java Virtual Machine Specification 4.4). */
  private static final class ConstantPool {

    private final Map<String, Integer> indices = new LinkedHashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int next = 1;

    int utf8(String text) throws IOException {
      Integer known = indices.get("u" + text);
      if (known != null) {
        return known;
      }
      out.writeByte(1);
      out.writeUTF(text);
      return added("u" + text, 1);
    }

    int type(String name) throws IOException {
      int utf8 = utf8(name);
      Integer known = indices.get("c" + name);
      if (known != null) {
        return known;
      }
      out.writeByte(7);
      out.writeShort(utf8);
      return added("c" + name, 1);
    }

    int method(String owner, String name, String type) throws IOException {
      int ownerIndex = type(owner);
      int nameAndType = nameAndType(name, type);
      String key = "m" + owner + "." + name + type;
      Integer known = indices.get(key);
      if (known != null) {
        return known;
      }
      out.writeByte(10);
      out.writeShort(ownerIndex);
      out.writeShort(nameAndType);
      return added(key, 1);
    }

    int number(double value) throws IOException {
      String key = "d" + Double.doubleToRawLongBits(value);
      Integer known = indices.get(key);
      if (known != null) {
        return known;
      }
      out.writeByte(6);
      out.writeDouble(value);
      return added(key, 2);
    }

    void write(DataOutputStream file) throws IOException {
      file.writeShort(next);
      bytes.writeTo(file);
    }

    private int nameAndType(String name, String type) throws IOException {
      int nameIndex = utf8(name);
      int typeIndex = utf8(type);
      String key = "n" + name + type;
      Integer known = indices.get(key);
      if (known != null) {
        return known;
      }
      out.writeByte(12);
      out.writeShort(nameIndex);
      out.writeShort(typeIndex);
      return added(key, 1);
    }

    private int added(String key, int slots) {
      int index = next;
      indices.put(key, index);
      next += slots;
      return index;
    }
  }
}
