import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;

/**
 * How fast a product of two square matrices is, in the precision that training takes, which no step can surpass:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp app/target/duello.jar bench/peers/Product.java THREADS SIDE [auto|fp32|bf16]</pre>
 *
 * Prints the median of two seconds of products, and the best of them.
 */
void main(String[] arguments) {
    Torch.setThreads(Integer.parseInt(arguments[0]));
    long side = Long.parseLong(arguments[1]);
    Precision precision = Precision.resolve(arguments.length > 2 ? arguments[2] : "auto", Device.CPU);
    try (var _ = TensorScope.open()) {
        RandomStream random = new RandomStream("matrices", 0);
        Tensor a = random.uniform(Device.CPU, -1, 1, side, side).to(precision.compute());
        Tensor b = random.uniform(Device.CPU, -1, 1, side, side).to(precision.compute());
        List<Long> times = new ArrayList<>();
        long end = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            try (var _ = TensorScope.open()) {
                a.matmul(b);
            }
            times.add(System.nanoTime() - start);
        }
        Collections.sort(times);
        double operations = 2.0 * side * side * side;
        System.out.printf(
                "product: %.1f GFLOP/s in %s, at best %.1f%n",
                operations / times.get(times.size() / 2), precision, operations / times.getFirst());
    }
}
