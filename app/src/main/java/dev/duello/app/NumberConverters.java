package dev.duello.app;

import java.math.BigDecimal;
import java.math.BigInteger;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of the command line, and says in words what is wrong with one. */
final class NumberConverters {
    private NumberConverters() {}

    static void register(CommandLine commandLine) {
        commandLine.registerConverter(
                int.class,
                text -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValueExact());
        commandLine.registerConverter(
                Integer.class,
                text -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValueExact());
        commandLine.registerConverter(
                long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE).longValueExact());
        commandLine.registerConverter(
                Long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE).longValueExact());
        commandLine.registerConverter(double.class, NumberConverters::decimal);
        commandLine.registerConverter(Double.class, NumberConverters::decimal);
    }

    private static BigInteger whole(String text, long least, long most) {
        BigInteger number;
        try {
            number = new BigInteger(text.strip());
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number.");
        }
        if (number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TypeConversionException(
                    String.format("%s is too large a number: the maximum is %,d.", text, most));
        }
        if (number.compareTo(BigInteger.valueOf(least)) < 0) {
            throw new TypeConversionException(
                    String.format("%s is too small a number: it must be at least %,d.", text, least));
        }
        return number;
    }

    private static double decimal(String text) {
        double number;
        try {
            number = new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a number.");
        }
        if (Double.isInfinite(number)) {
            throw new TypeConversionException(text + " is too large a number.");
        }
        return number;
    }
}
