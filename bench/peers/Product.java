import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;

/**
 * How fast a bfloat16 product of two square matrices is, which no step can surpass:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp app/target/duello.jar bench/peers/Product.java THREADS SIDE</pre>
 *
 * Prints the median of two seconds of products, and the best of them.
 */
void main(String[] arguments) {
    Torch.setThreads(Integer.parseInt(arguments[0]));
    long side = Long.parseLong(arguments[1]);
    try (var _ = TensorScope.open()) {
        RandomStream random = new RandomStream("matrices", 0);
        Tensor a = random.uniform(Device.CPU, -1, 1, side, side).to(DType.BFLOAT16);
        Tensor b = random.uniform(Device.CPU, -1, 1, side, side).to(DType.BFLOAT16);
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
                "product: %.0f GFLOP/s, at best %.0f%n",
                operations / times.get(times.size() / 2), operations / times.getFirst());
    }
}
