package io.logaggregator.gateways.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.wire.json.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Proves to each side of a connection that the other one knows the shared key: {@code HELO}, {@code PING} and {@code PONG}. */
final class Handshake {

    static final int NONCE_BYTES = 16;

    /** Clients refuse a server that has their own name, as one on the same host would. */
    private static final String SERVER_NAME = "log-aggregator";

    private static final String MISMATCH = "shared key mismatch";

    private final byte[] sharedKey;
    private final byte[] nonce;

    Handshake(String sharedKey, byte[] nonce) {
        this.sharedKey = sharedKey.getBytes(UTF_8);
        this.nonce = nonce.clone();
    }

    /** The message that a connection begins with. No user and password are requested: the key belongs to one sender. */
    byte[] helo() {
        ByteOutput helo = new ByteOutput().add(0x92);
        text(helo, "HELO").add(0x83);
        text(helo, "nonce").add(0xC4).add(nonce.length).add(nonce);
        text(text(helo, "auth"), "");
        return text(helo, "keepalive").add(MessagePack.TRUE).toArray();
    }

    /** The reply to a message of the client. */
    Pong reply(byte[] ping) {
        MessagePack values = new MessagePack(ping, 0);
        boolean isPing = MessagePack.isArray(values.type()) && values.length() >= 4;
        byte[][] texts = new byte[4][];
        for (int i = 0; i < texts.length && isPing; i++) {
            isPing = MessagePack.isBytes(values.type());
            texts[i] = isPing ? copy(values.bytes()) : new byte[0];
        }
        if (!isPing || !Arrays.equals(texts[0], "PING".getBytes(US_ASCII))) {
            return new Pong(pong(false, "PING expected", ""), false);
        }
        byte[] salt = texts[2];
        boolean isKnown = MessageDigest.isEqual(digest(salt, texts[1]).getBytes(US_ASCII), texts[3]);
        byte[] pong = isKnown ? pong(true, "", digest(salt, SERVER_NAME.getBytes(UTF_8))) : pong(false, MISMATCH, "");
        return new Pong(pong, isKnown);
    }

    private static byte[] pong(boolean isAccepted, String reason, String digest) {
        ByteOutput pong = new ByteOutput().add(0x95);
        text(pong, "PONG").add(isAccepted ? MessagePack.TRUE : MessagePack.FALSE);
        return text(text(text(pong, reason), SERVER_NAME), digest).toArray();
    }

    private String digest(byte[] salt, byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(salt);
            digest.update(name);
            digest.update(nonce);
            digest.update(sharedKey);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteOutput text(ByteOutput out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return (bytes.length < 32 ? out.add(0xA0 | bytes.length) : out.add(0xD9).add(bytes.length)).add(bytes);
    }

    private static byte[] copy(Bytes bytes) {
        return Arrays.copyOfRange(bytes.array(), bytes.from(), bytes.to());
    }

    /** A reply, and whether the client knows the key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pong(byte[] message, boolean isAccepted) {}
}
