package io.logaggregator.gateways.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GrpcMessageTest {

    @Test
    void message_isReadWithoutItsFrame() throws IOException {
        assertThat(message(0, 0, 0, 0, 2, 'h', 'i').readAllBytes()).containsExactly('h', 'i');
        assertThat(message(0, 0, 0, 0, 0).readAllBytes()).isEmpty();
        assertThat(message(0, 0, 0, 0, 0).isCompressed()).isFalse();
        assertThat(message(1, 0, 0, 0, 0).isCompressed()).isTrue();
    }

    @Test
    void incompleteMessage_isRefused() {
        assertThatExceptionOfType(EOFException.class).isThrownBy(GrpcMessageTest::message);
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> message(0, 0, 0, 0));
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> message(0, 0xFF, 0xFF, 0xFF, 0xFF, 1).readAllBytes());
    }

    @Test
    void secondMessageAndUnknownFlags_areRefused() {
        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> message(0, 0, 0, 0, 1, 'a', 0, 0, 0, 0, 0).readAllBytes());
        assertThatExceptionOfType(ZipException.class).isThrownBy(() -> message(2, 0, 0, 0, 0));
        assertThatExceptionOfType(ZipException.class).isThrownBy(() -> message(0x80, 0, 0, 0, 0));
    }

    private static GrpcMessage message(int... bytes) throws IOException {
        byte[] call = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            call[i] = (byte) bytes[i];
        }
        return new GrpcMessage(new ByteArrayInputStream(call));
    }
}
