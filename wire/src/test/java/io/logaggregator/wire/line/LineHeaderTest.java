package io.logaggregator.wire.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.TimeMatch;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineHeaderTest {

    private static final Instant TIME = Instant.parse("2026-11-23T20:15:30Z");
    private static final TimeContext UTC = new TimeContext(ZoneOffset.UTC, TIME.plusSeconds(60));

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '\0',
            value = {
                // servers
                "2026/11/23 20:15:30 [error] 42#42: *1 open() \"/srv/x\" failed ! ERROR",
                "2026/11/23 20:15:30 [crit] 42#42: *1 SSL_do_handshake() failed ! FATAL",
                "[Mon Nov 23 20:15:30.000000 2026] [core:notice] [pid 42:tid 1] AH00094: Command line ! INFO",
                "[Mon Nov 23 20:15:30 2026] [error] [client 10.0.0.7] File does not exist ! ERROR",
                "[2026-11-23 20:15:30.000][42][warning][upstream] [source/common/x.cc:1] no healthy host ! WARN",
                "[2026-11-23 20:15:30,000] WARN [Controller id=1] no leader (kafka.controller.KafkaController) ! WARN",
                "2026-11-23 20:15:30,000 [myid:1] - ERROR [QuorumPeer:QuorumPeer@42] - no leader ! ERROR",
                "23-Nov-2026 20:15:30.000 SEVERE [main] org.apache.catalina.core.StandardContext start failed ! ERROR",
                "2026-11-23 20:15:30.000000+00:00 [warning] <0.9.0> memory alarm ! WARN",
                "2026-11-23T20:15:30.000Z [ERROR] agent.http: request failed ! ERROR",
                "2026-11-23 20:15:30.000000 E | etcdserver: publish error ! ERROR",
                "[2026-11-23T20:15:30,000][WARN ][o.e.d.z.ZenDiscovery] [node-1] not enough masters ! WARN",
                "2026-11-23 20:15:30,000 INFO spawned: 'shop' with pid 42 ! INFO",
                "[2026-11-23 20:15:30 +0000] [42] [CRITICAL] WORKER TIMEOUT ! FATAL",
                "[2026-11-23 20:15:30,000: ERROR/MainProcess] Task shop.pay raised ! ERROR",
                "[W 2026-11-23 20:15:30.000 ServerApp] 404 GET /x ! WARN",
                "2026-11-23T20:15:30.000+0000 E NETWORK  [conn42] connection refused ! ERROR",
                "2026-11-23T20:15:30.000Z 1702 2395 W WindowManager: no window ! WARN",
                // databases
                "2026-11-23T20:15:30.000000Z 0 [Warning] [MY-010068] [Server] CA certificate is self signed ! WARN",
                "2026-11-23 20:15:30.000 UTC [42] FATAL:  password authentication failed ! FATAL",
                "2026-11-23 20:15:30.000 UTC [42] shop@shop LOG:  checkpoint starting ! INFO",
                "2026-11-23 20:15:30 UTC [42-1] shop@shop WARNING:  there is no transaction ! WARN",
                "42:M 23 Nov 2026 20:15:30.000 # Can't save in background ! WARN",
                "42:C 23 Nov 2026 20:15:30.000 * Ready to accept connections ! INFO",
                "42:S 23 Nov 2026 20:15:30.000 - Accepted 127.0.0.1:1 ! DEBUG",
                "ERROR [main] 2026-11-23 20:15:30,000 CassandraDaemon.java:42 - Fatal configuration ! ERROR",
                // libraries
                "2026-11-23T20:15:30.000Z WARN 42 --- [shop] [main] c.e.Pay : slow ! WARN",
                "2026-11-23T20:15:30.000Z  INFO 42 --- [main] c.e.Pay : ERROR handler ready ! INFO",
                "2026-11-23 20:15:30,000 [main] DEBUG c.e.Pay - cache miss ! DEBUG",
                "2026-11-23 20:15:30.000 | ERROR    | shop.pay:run:8 - failed ! ERROR",
                "2026-11-23 20:15:30,000 - shop.pay - WARNING - slow ! WARN",
                "2026-11-23 20:15:30,000 - shop - CRITICAL - down ! FATAL",
                "2026-11-23 20:15:30,000 ERROR shop failed ! ERROR",
                "2026-11-23 20:15:30.0000|WARN|Shop.Pay|slow ! WARN",
                "2026-11-23 21:15:30.000 +01:00 [FTL] down ! FATAL",
                "2026-11-23 20:15:30, Error                 CBS    Failed to open ! ERROR",
                "[2026-11-23T20:15:30.000000+00:00] shop.CRITICAL: down {\"order\":1} [] ! FATAL",
                "[2026-11-23 20:15:30] local.ERROR: failed {\"exception\":\"x\"} ! ERROR",
                "E, [2026-11-23T20:15:30.000000 #42] ERROR -- : failed ! ERROR",
                "[2026-11-23T20:15:30Z WARN  shop::pay] slow ! WARN",
                "E1123 20:15:30.000000   42 main.go:36] failed ! ERROR",
                "I20261123 20:15:30.000000 42 main.cc:36] started ! INFO",
                "WARN[2026-11-23T20:15:30Z] slow                          order=1 ! WARN",
                "2026-11-23T20:15:30.000Z\tERROR\tpay/pay.go:42\tfailed\t{\"order\": 1} ! ERROR",
                "2026-11-23T20:15:30.000Z\tinfo\tstarted ! INFO",
                "1795464930.000 ERROR shop failed ! ERROR",
                "[23-Nov-2026 20:15:30 UTC] PHP Fatal error:  Uncaught RuntimeException: bad order in /app/x.php:7 ! ERROR",
                "[23-Nov-2026 20:15:30 UTC] PHP Warning:  Undefined variable $x ! WARN",
                "11-23 20:15:30.000  1702  2395 D WindowManager: printing ! DEBUG",
                "11-23 20:15:30.000  1702  2395 V WindowManager: printing ! TRACE",
                "2026.11.23 20:15:30.000000 [ 42 ] {} <Error> Application: failed ! ERROR",
                "E261123 20:15:30.000000 42 server/x.go:42  [n1] 15 failed ! ERROR",
                "[E 261123 20:15:30 web:1] failed ! ERROR",
                "Nov 23 20:15:30.000 ERRO failed ! ERROR",
                "=ERROR REPORT==== 23-Nov-2026::20:15:30 === ! ERROR",
                "11/23/2026 8:15:30 PM ERROR failed ! ERROR",
                "23.11.2026 20:15:30 [1] WARN slow ! WARN",
                "[11/23/2026 20:15:30:000 UTC] 00000001 SystemErr WARN slow ! WARN",
                "2026-11-23 20:15:30.000.000 ERROR failed ! ERROR",
                "1.79546493e+09\\terror\\tpay/pay.go:42\\tfailed ! ERROR",
                "[ERROR]\\t2026-11-23T20:15:30.000Z\\treq-1\\tfailed ! ERROR",
                "[2026-11-23T20:15:30.000+0000] {taskinstance.py:42} ERROR - failed ! ERROR",
                "2026-11-23 20:15:30,000 fail2ban.actions [42]: NOTICE  [sshd] Ban 10.0.0.7 ! INFO",
                "2026-11-23 20:15:30 +0000 [warn]: slow ! WARN",
                "2026-11-23 20:15:30 [error    ] failed     order=1 ! ERROR",
                "23 Nov 20:15:30 - [error] [function:Pay] failed ! ERROR",
                "2026/11/23 20:15:30 ERROR> pay.pl:12 main::charge - failed ! ERROR",
                "<Nov 23, 2026 8:15:30,000 PM UTC> <Error> <HTTP> <BEA-101> <failed> ! ERROR",
                "ERROR[11-23|20:15:30.000] failed                err=x ! ERROR",
                "[Nest] 42  - 11/23/2026, 8:15:30 PM   ERROR [Pay] failed ! ERROR",
                "[2026-11-23][20:15:30][shop][WARN] slow ! WARN",
                "2026-11-23T20:15:30+0000 [shop.pay#error] failed ! ERROR",
                "Nov 23, 2026 8:15:30 PM com.example.Pay run\\nSEVERE: failed ! ERROR",
            })
    void header_hasTimeAndLevel(String line, Level level) {
        LineHeader header = LineHeader.of(line.replace("\\n", "\n").replace("\\t", "\t"), UTC);

        assertThat(header.level()).contains(level);
        assertThat(header.time().map(TimeMatch::instant)).contains(TIME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '\0',
            value = {
                "20:15:30.000 [main] WARN com.example.Pay -- slow ! WARN",
                "20:15:30,000 error [org.jboss] (MSC service thread 1-1) failed ! ERROR",
                "error: order failed ! ERROR",
                "warn: slow ! WARN",
                "ERROR:root:failed ! ERROR",
                "WARNING:shop.pay:slow ! WARN",
                "panic: runtime error: index out of range ! FATAL",
                "fatal error: all goroutines are asleep ! FATAL",
                "INFO:     127.0.0.1:1 - \"GET / HTTP/1.1\" 200 OK ! INFO",
                "fail: Shop.Pay[7]\\n      failed ! ERROR",
                "dbug: Shop.Pay[0] ! DEBUG",
                "ERROR failed ! ERROR",
                "FATAL out of memory ! FATAL",
                "[ERROR] failed ! ERROR",
                "[main] WARN started ! WARN",
                "[ALERT]    (42) : parsing failed ! FATAL",
                "[DEBUG shop.pay] cache miss ! DEBUG",
                "ERRO[0042] failed ! ERROR",
                "level=warn component=tsdb compacting now ! WARN",
                "81109 203615 148 INFO dfs.DataNode: received ! INFO",
                "nova-api.log 25746 WARNING nova.osapi [req-1] slow ! WARN",
                "%LINK-3-UPDOWN: Interface Gi0/1, changed state to down ! ERROR",
                "[20:15:30 ERR] failed ! ERROR",
                "[20:15:30] [Server thread/WARN]: slow ! WARN",
                "shop-1 | ERROR failed ! ERROR",
            })
    void header_hasLevel_withoutTime(String line, Level level) {
        LineHeader header = LineHeader.of(line.replace("\\n", "\n"), UTC);

        assertThat(header.level()).contains(level);
        assertThat(header.time()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the weather in FINE town stays good",
                "GET /shop/ALERT HTTP/1.1",
                "/var/log/ALERT/ERROR was rotated",
                "TRACE / HTTP/1.1",
                "10.0.0.7 TRACE /shop HTTP/1.1",
                "ALERT manager restarted",
                "NOTICE of termination sent",
                "2026-11-23 20:15:30 Fatal Attraction sold out",
                "2026-11-23 20:15:30 fine weather",
                "INSERT INTO log VALUES ('CRITICAL MASS')",
                "SELECT * FROM t WHERE level = 'ERROR'",
                "shop started, no ERROR found",
                "user logged in with level gold",
                "HTTP server listening",
                "LOG rotated",
                "\"ERROR\" is a word",
                "I am here",
                "see http://example.org/ERROR for help",
                "Order 42: FATAL ATTRACTION sold",
                "",
                "[",
                "[[[[",
                "<",
                "key=",
                "=\"",
            })
    void prose_hasNoLevel(String line) {
        assertThat(LineHeader.of(line, UTC).level()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.7 - - [23/Nov/2026:20:15:30 +0000] \"TRACE / HTTP/1.1\" 200 17",
                "10.0.0.7 - frank [23/Nov/2026:21:15:30 +0100] \"GET /shop/ALERT HTTP/1.1\" 500 17 \"-\" \"curl/8.5\"",
                "shop.example.org:443 2001:db8::7 - - [23/Nov/2026:20:15:30 +0000] \"GET / HTTP/1.1\" 200 17",
                "79a59df9 bucket [23/Nov/2026:20:15:30 +0000] 10.0.0.7 79a59df9 REST.GET.OBJECT ERROR \"GET /x HTTP/1.1\" 200",
                "10.0.0.7:4242 [23/Nov/2026:20:15:30.000] http-in~ shop/web-1 0/0/1/2/3 503 212 - - \"GET /ALERT HTTP/1.1\"",
                "http 2026-11-23T20:15:30.000000Z app/lb/1 10.0.0.7:1 10.0.0.8:80 0.1 0.2 0.0 502 502 34 366 \"GET /ERROR\"",
                "type=SYSCALL msg=audit(1795464930.000:42): arch=c000003e syscall=59 success=yes",
                "1795464930.000    17 10.0.0.7 TCP_MISS/200 412 GET http://example.org/ERROR - DIRECT/10.0.0.8",
                "[2026-11-23T20:15:30.000Z] \"GET /ERROR HTTP/1.1\" 503 UF 0 91",
            })
    void accessLog_hasTimeAndNoLevel(String line) {
        LineHeader header = LineHeader.of(line, UTC);

        assertThat(header.level()).isEmpty();
        assertThat(header.time().map(TimeMatch::instant)).contains(TIME);
    }

    @Test
    void letterWithExclamationMark_isALevel() {
        assertThat(LineHeader.of("2026-11-23T20:15:30Z E! [inputs.cpu] failed", UTC)
                        .level())
                .contains(Level.ERROR);
    }

    @Test
    void firstLevel_counts() {
        assertThat(LineHeader.of("2026-11-23 20:15:30 INFO [ERROR] x", UTC).level())
                .contains(Level.INFO);
    }

    @Test
    void timeInText_isNotThatOfTheLine() {
        assertThat(LineHeader.of("restarted at 2026-11-23 20:15:30", UTC).time())
                .isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\\e[31mERROR\\e[0m failed, ERROR failed",
                "\\e[2m2026\\e[0;39m \\e[K x, 2026  x",
                "\\e[38:5:9mx\\e[m, x",
                "\\e[31, \\e[31",
                "\\e, \\e",
                "a\\e]0;title, a\\e]0;title",
            })
    void ansi_isRemoved(String text, String plain) {
        assertThat(AnsiText.strip(text.replace("\\e", "\u001B"))).isEqualTo(plain.replace("\\e", "\u001B"));
    }
}
