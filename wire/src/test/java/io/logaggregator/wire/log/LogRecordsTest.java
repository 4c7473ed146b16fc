package io.logaggregator.wire.log;

import static io.logaggregator.wire.Messages.RECEIVED_AT;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.message;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.Messages;
import io.logaggregator.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in the layouts of logging libraries, shippers and clouds. */
class LogRecordsTest {

    private static final String NONE = "";

    /** A layout with its reading: time of day, level, message, host, application, component, environment, trace. */
    record Layout(String name, String record, List<String> reading) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Layout layout(String name, String record, String... reading) {
        String[] all = {NONE, "INFO", NONE, "unknown", NONE, NONE, NONE, NONE};
        System.arraycopy(reading, 0, all, 0, reading.length);
        return new Layout(name, record, List.of(all));
    }

    static Stream<Layout> layouts() {
        return Stream.of(
                layout("pino", """
                        {"level":50,"time":1795464000250,"pid":7,"hostname":"web-1","name":"api","trace_id":"4bf9","msg":"m"}""", "20:00:00.250Z", "ERROR", "m", "web-1", "api", NONE, NONE, "4bf9"),
                layout("pino with a level of its own", """
                        {"level":35,"time":1795464000250,"pid":7,"hostname":"web-1","msg":"m"}""", "20:00:00.250Z", "INFO", "m", "web-1"),
                layout("bunyan", """
                        {"name":"api","hostname":"web-1","pid":7,"level":20,"msg":"m","time":"2026-11-23T20:00:00.250Z","v":0}""", "20:00:00.250Z", "DEBUG", "m", "web-1", "api"),
                layout(
                        "serilog compact",
                        """
                        {"@t":"2026-11-23T20:00:00.2500000Z","@mt":"{Count} of {@All}: {{x}} {Missing}","@l":"Warning",\
                        "@tr":"4bf9","Count":2,"All":{"a":1},"SourceContext":"Shop.Pay"}""",
                        "20:00:00.250Z",
                        "WARN",
                        "2 of {\"a\":1}: {x} {Missing}",
                        "unknown",
                        NONE,
                        "Shop.Pay",
                        NONE,
                        "4bf9"),
                layout("serilog with renderings", """
                        {"@t":"2026-11-23T20:00:00.25Z","@mt":"took {Elapsed:0.0} ms","@r":["3.1"],"Elapsed":3.14159}""", "20:00:00.250Z", "INFO", "took 3.1 ms"),
                layout("serilog JSON", """
                        {"Timestamp":"2026-11-23T21:00:00.25+01:00","Level":"Error","MessageTemplate":"order {Id}",\
                        "Properties":{"Id":7,"SourceContext":"Shop.Pay"}}""", "20:00:00.250Z", "ERROR", "order 7", "unknown", NONE, "Shop.Pay"),
                layout("zap", """
                        {"level":"dpanic","ts":1795464000.25,"logger":"pay","caller":"a.go:1","msg":"m","service":"api"}""", "20:00:00.250Z", "ERROR", "m", "unknown", "api", "pay"),
                layout("zerolog", """
                        {"level":"fatal","time":"2026-11-23T20:00:00Z","message":"m"}""", "20:00:00Z", "FATAL", "m"),
                layout("slog", """
                        {"time":"2026-11-23T20:00:00.25Z","level":"DEBUG-4","msg":"m","req":{"level":"x"}}""", "20:00:00.250Z", "DEBUG", "m"),
                layout("logrus", """
                        {"level":"warning","msg":"m","time":"2026-11-23T21:00:00+01:00"}""", "20:00:00Z", "WARN", "m"),
                layout("winston with colours", """
                        {"level":"\\u001b[32mhttp\\u001b[39m","message":"m","timestamp":"2026-11-23T20:00:00Z"}""", "20:00:00Z", "DEBUG", "m"),
                layout("monolog", """
                        {"message":"m","context":{"trace_id":"4bf9"},"level":250,"level_name":"NOTICE","channel":"shop",\
                        "datetime":"2026-11-23T20:00:00.25+00:00","extra":{}}""", "20:00:00.250Z", "INFO", "m", "unknown", NONE, "shop", NONE, "4bf9"),
                layout("monolog without the name", """
                        {"message":"m","level":550,"channel":"shop"}""", NONE, "FATAL", "m", "unknown", NONE, "shop"),
                layout("log4j JsonLayout", """
                        {"instant":{"epochSecond":1795464000,"nanoOfSecond":250000000},"level":"WARN","loggerName":"a.B",\
                        "message":"m","contextMap":{"traceId":"4bf9","host":"no"},"thrown":{"message":"boom"}}""", "20:00:00.250Z", "WARN", "m", "no", NONE, "a.B", NONE, "4bf9"),
                layout(
                        "log4j ECS template",
                        """
                        {"@timestamp":"2026-11-23T20:00:00.250Z","log.level":"ERROR","message":"m","log.logger":"a.B",\
                        "service.name":"api","trace.id":"4bf9","service.environment":"prod"}""",
                        "20:00:00.250Z",
                        "ERROR",
                        "m",
                        "unknown",
                        "api",
                        "a.B",
                        "prod",
                        "4bf9"),
                layout("logback JsonEncoder", """
                        {"timestamp":1795464000250,"level":"INFO","loggerName":"a.B","mdc":{"traceId":"4bf9"},"message":"m",\
                        "context":{"name":"default"}}""", "20:00:00.250Z", "INFO", "m", "unknown", NONE, "a.B", NONE, "4bf9"),
                layout("logstash-logback-encoder", """
                        {"@timestamp":"2026-11-23T20:00:00.250Z","@version":"1","message":"m","logger_name":"a.B",\
                        "level":"ERROR","level_value":40000}""", "20:00:00.250Z", "ERROR", "m", "unknown", NONE, "a.B"),
                layout("filebeat", """
                        {"@timestamp":"2026-11-23T20:00:00.250Z","message":"m","log":{"level":"warn","logger":"a.B"},\
                        "host":{"hostname":"other","name":"web-1"},"service":{"name":"api","environment":"prod"},\
                        "trace":{"id":"4bf9"},"event":{"severity":3}}""", "20:00:00.250Z", "WARN", "m", "web-1", "api", "a.B", "prod", "4bf9"),
                layout("ECS with the original", """
                        {"@timestamp":"2026-11-23T20:00:00Z","event":{"original":"m","kind":"event"},\
                        "log":{"syslog":{"severity":{"code":3}}},"deployment":{"environment.name":"prod"}}""", "20:00:00Z", "ERROR", "m", "unknown", NONE, NONE, "prod"),
                layout("GCP stdout", """
                        {"severity":"CRITICAL","message":"m","time":"2026-11-23T20:00:00Z",\
                        "logging.googleapis.com/trace":"projects/p/traces/4bf9"}""", "20:00:00Z", "FATAL", "m", "unknown", NONE, NONE, NONE, "4bf9"),
                layout("log4j GCP template", """
                        {"timestampSeconds":1795464000,"timestampNanos":250000000,"severity":"WARNING","message":"m",\
                        "logger":"a.B"}""", "20:00:00.250Z", "WARN", "m", "unknown", NONE, "a.B"),
                layout("log4j GCP template, reordered", """
                        {"timestampNanos":250000000,"severity":"EMERGENCY","message":"m","timestampSeconds":1795464000}""", "20:00:00.250Z", "FATAL", "m"),
                layout("log4j JsonLayout before 2.11", """
                        {"timeMillis":1795464000250,"thread":"main","level":"WARN","loggerName":"a.B","message":"m"}""", "20:00:00.250Z", "WARN", "m", "unknown", NONE, "a.B"),
                layout("log4j Logstash template", """
                        {"@timestamp":"2026-11-23T20:00:00.250+0000","source_host":"web-1","level":"ERROR","message":"m"}""", "20:00:00.250Z", "ERROR", "m", "web-1"),
                layout("hclog", """
                        {"@level":"error","@message":"m","@module":"pay","@timestamp":"2026-11-23T20:00:00.250Z"}""", "20:00:00.250Z", "ERROR", "m", "unknown", NONE, "pay"),
                layout("log15", """
                        {"t":"2026-11-23T20:00:00.25Z","lvl":"eror","msg":"m"}""", "20:00:00.250Z", "ERROR", "m"),
                layout("slog of Rust", """
                        {"msg":"m","level":"DEBG","ts":"2026-11-23T20:00:00.25Z"}""", "20:00:00.250Z", "DEBUG", "m"),
                layout("tslog", """
                        {"0":"m","_meta":{"hostname":"web-1","date":"2026-11-23T20:00:00.250Z","logLevelId":5,\
                        "logLevelName":"ERROR"}}""", "20:00:00.250Z", "ERROR", "m", "web-1"),
                layout("New Relic", """
                        {"timestamp":1795464000250,"message":"m","log.level":"ERROR","logger.name":"a.B","hostname":"web-1",\
                        "trace.id":"4bf9"}""", "20:00:00.250Z", "ERROR", "m", "web-1", NONE, "a.B", NONE, "4bf9"),
                layout("Sentry", """
                        {"timestamp":1795464000.25,"level":"error","logger":"a","logentry":{"formatted":"m"},\
                        "environment":"prod"}""", "20:00:00.250Z", "ERROR", "m", "unknown", NONE, "a", "prod"),
                layout("Windows event", """
                        {"ProviderName":"disk","EventID":7,"Level":2,"Channel":"System","Computer":"web-1",\
                        "EventRecordID":42,"TimeCreated":"2026-11-23 21:00:00 +0100","Message":"m"}""", "20:00:00Z", "ERROR", "m", "web-1", NONE, "System"),
                layout("Fluent Bit's Windows event", """
                        {"ProviderName":"disk","EventID":7,"Level":5,"Computer":"web-1","Message":"m"}""", NONE, "TRACE", "m", "web-1"),
                layout("EventBridge", """
                        {"detail-type":"order","source":"shop","time":"2026-11-23T20:00:00Z",\
                        "detail":{"level":"error","message":"m"}}""", "20:00:00Z", "ERROR", "m"),
                layout("Azure diagnostics", """
                        {"records":[{"time":"2026-11-23T20:00:00Z","level":"Error","properties":{"message":"m"}}]}""", "20:00:00Z", "ERROR", "m"),
                layout("level as an object", """
                        {"timestamp":{"epochSecond":1795464000,"nano":250000000},"level":{"name":"ERROR"},"message":"m"}""", "20:00:00.250Z", "ERROR", "m"),
                layout("Logback's event", """
                        {"timestamp":1795464000250,"level":{"levelInt":30000,"levelStr":"WARN"},"message":"m"}""", "20:00:00.250Z", "WARN", "m"),
                layout("level with a pictograph", """
                        {"level":"\u26a0\ufe0f WARN","message":"m"}""", NONE, "WARN", "m"),
                layout("Kubernetes event", """
                        {"kind":"Event","type":"Warning","reason":"BackOff","message":"m","metadata":{"name":"shop.1"},\
                        "lastTimestamp":"2026-11-23T20:00:00Z","involvedObject":{"kind":"Pod","name":"shop"}}""", "20:00:00Z", "WARN", "m"),
                layout("GCP LogEntry", """
                        {"jsonPayload":{"message":"m","service":"api"},"timestamp":"2026-11-23T20:00:00Z","severity":"ERROR",\
                        "trace":"projects/p/traces/4bf9"}""", "20:00:00Z", "ERROR", "m", "unknown", "api", NONE, NONE, "4bf9"),
                layout("journald", """
                        {"__REALTIME_TIMESTAMP":"1795464000250000","PRIORITY":"4","SYSLOG_IDENTIFIER":"api",\
                        "_HOSTNAME":"web-1","MESSAGE":"m"}""", "20:00:00.250Z", "WARN", "m", "web-1", "api"),
                layout("journald with bytes", """
                        {"__REALTIME_TIMESTAMP":"1795464000250000","MESSAGE":[90,111,195,171]}""", "20:00:00.250Z", "INFO", "Zoë"),
                layout("GELF", """
                        {"version":"1.1","host":"web-1","short_message":"m","timestamp":1795464000.25,"level":5,"_traceId":"4bf9"}""", "20:00:00.250Z", "INFO", "m", "web-1", NONE, NONE, NONE, "4bf9"),
                layout("MongoDB", """
                        {"t":{"$date":"2026-11-23T20:00:00.250+00:00"},"s":"D2","c":"REPL","id":7,"ctx":"x","msg":"m"}""", "20:00:00.250Z", "DEBUG", "m", "unknown", NONE, "REPL"),
                layout(".NET console", """
                        {"Timestamp":"2026-11-23T20:00:00Z","EventId":7,"LogLevel":"Critical","Category":"A.B","Message":"m",\
                        "State":{"Message":"other"}}""", "20:00:00Z", "FATAL", "m", "unknown", NONE, "A.B"),
                layout("python-json-logger", """
                        {"asctime":"2026-11-23 20:00:00,250","levelname":"WARNING","name":"a.b","message":"m"}""", "20:00:00.250Z", "WARN", "m"),
                layout("python numbers", """
                        {"created":1795464000.25,"levelno":35,"message":"m"}""", "20:00:00.250Z", "WARN", "m"),
                layout("python level", """
                        {"created":1795464000.25,"level":20,"lineno":3,"message":"m"}""", "20:00:00.250Z", "INFO", "m"),
                layout("structlog", """
                        {"event":"m","level":"error","timestamp":"2026-11-23T20:00:00Z","logger":"a.b"}""", "20:00:00Z", "ERROR", "m", "unknown", NONE, "a.b"),
                layout("loguru", """
                        {"text":"long m\\n","record":{"level":{"icon":"x","name":"SUCCESS","no":25},"message":"m",\
                        "time":{"repr":"2026-11-23 20:00:00.250000+00:00","timestamp":1795464000.25},"name":"a.b"}}""", "20:00:00.250Z", "INFO", "m"),
                layout("Datadog", """
                        {"ddsource":"java","ddtags":"team:a,env:prod","hostname":"web-1","service":"api","status":"warn",\
                        "message":"m"}""", NONE, "WARN", "m", "web-1", "api", NONE, "prod"),
                layout("Fluent Bit", """
                        {"@timestamp":1795464000.25,"log":"ERROR no\\n","stream":"stderr",\
                        "kubernetes":{"host":"node-1","container_name":"api","labels":{"app":"x"}}}""", "20:00:00.250Z", "ERROR", "ERROR no", "node-1", "api"),
                layout("Fluentd driver of Docker", """
                        {"@timestamp":1795464000.250000000,"fluent.tag":"docker.4bf9","container_id":"4bf9","container_name":"/api",\
                        "source":"stderr","log":"ERROR no"}""", "20:00:00.250Z", "ERROR", "ERROR no", "unknown", "api"),
                layout("GELF driver of Docker", """
                        {"version":"1.1","host":"node-1","short_message":"m","timestamp":1795464000.25,"level":3,\
                        "_container_name":"api","_image_name":"api:1","_tag":"4bf9"}""", "20:00:00.250Z", "ERROR", "m", "node-1", "api"),
                layout("GELF of Logback", """
                        {"version":"1.1","host":"web-1","short_message":"m","timestamp":1795464000.250,"level":7,"_level_name":"TRACE",\
                        "_logger_name":"a.b","_thread_name":"main","_app_name":"api","_environment":"prod","_trace_id":"4bf9"}""", "20:00:00.250Z", "TRACE", "m", "web-1", "api", "a.b", "prod", "4bf9"),
                layout("Docker", """
                        {"log":"m\\n","stream":"stdout","time":"2026-11-23T20:00:00.25Z"}""", "20:00:00.250Z", "INFO", "m"),
                layout("JSON in Docker", """
                        {"log":"{\\"level\\":\\"error\\",\\"msg\\":\\"m\\"}\\n","stream":"stdout","time":"2026-11-23T20:00:00.25Z"}""", "20:00:00.250Z", "ERROR", "m"),
                layout("JSON in Filebeat", """
                        {"@timestamp":"2026-11-23T20:00:01Z","host":{"name":"web-1"},"log":{"level":"info"},\
                        "message":"{\\"level\\":\\"error\\",\\"msg\\":\\"m\\",\\"time\\":\\"2026-11-23T20:00:00Z\\"}"}""", "20:00:00Z", "ERROR", "m", "web-1"),
                layout("Kafka Connect", """
                        {"schema":{"type":"struct"},"payload":{"message":"m","level":"warn"}}""", NONE, "WARN", "m"),
                layout("Kafka Connect text", """
                        {"schema":{"type":"string"},"payload":"m"}""", NONE, "INFO", "m"),
                layout("CloudEvents", """
                        {"specversion":"1.0","type":"t","time":"2026-11-23T20:00:00Z","data":{"msg":"m","level":"warn"}}""", "20:00:00Z", "WARN", "m"),
                layout("Splunk HEC", """
                        {"time":1795464000.25,"host":"web-1","sourcetype":"x","event":{"message":"m","severity":"WARN"}}""", "20:00:00.250Z", "WARN", "m", "web-1"),
                layout("Splunk HEC text", """
                        {"time":"1795464000.25","host":"web-1","event":"ERROR no"}""", "20:00:00.250Z", "ERROR", "ERROR no", "web-1"),
                layout("Caddy", """
                        {"level":"error","ts":1795464000.25,"logger":"http.log.access","msg":"handled request",\
                        "request":{"method":"GET","host":"no","uri":"/a"},"status":502}""", "20:00:00.250Z", "ERROR", "handled request", "unknown", NONE, "http.log.access"),
                layout("nginx", """
                        {"time_iso8601":"2026-11-23T20:00:00+00:00","request":"GET /a HTTP/1.1","status":200}""", "20:00:00Z", "INFO", "GET /a HTTP/1.1"),
                layout("Traefik", """
                        {"RequestMethod":"GET","RequestPath":"/a","DownstreamStatus":200,"level":"info","msg":"",\
                        "time":"2026-11-23T20:00:00Z"}""", "20:00:00Z", "INFO", "GET /a 200"),
                layout("Envoy", """
                        {"start_time":"2026-11-23T20:00:00.250Z","method":"GET","path":"/ALERT","response_code":503}""", "20:00:00.250Z", "INFO", "GET /ALERT 503"),
                layout("GCP load balancer", """
                        {"httpRequest":{"requestMethod":"GET","requestUrl":"http://x/a","status":502},"severity":"WARNING",\
                        "timestamp":"2026-11-23T20:00:00Z"}""", "20:00:00Z", "WARN", "GET http://x/a 502"),
                layout("rsyslog", """
                        {"msg":"m","timereported":"2026-11-23T20:00:00+00:00","hostname":"web-1","syslogseverity":"3",\
                        "programname":"api"}""", "20:00:00Z", "ERROR", "m", "web-1", "api"),
                layout("PostgreSQL", """
                        {"timestamp":"2026-11-23 20:00:00.250 UTC","error_severity":"LOG","message":"m"}""", "20:00:00.250Z", "INFO", "m"),
                layout("OpenTelemetry names", """
                        {"timeUnixNano":"1795464000250000000","severityNumber":18,"body":"m","traceId":"4bf9"}""", "20:00:00.250Z", "ERROR", "m", "unknown", NONE, NONE, NONE, "4bf9"),
                layout("java.time arrays", """
                        {"timestamp":[2026,11,23,20,0,0,250000000],"level":"warn","message":["a","b"]}""", "20:00:00.250Z", "WARN", "a\nb"));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void record_isReadByConvention(Layout layout) {
        Decoded decoded = decode(layout.record());

        assertThat(decoded.rejections()).isEmpty();
        LogEvent event = events(decoded).getFirst();
        String time = event.observedAt().equals(Messages.QUEUED_AT)
                ? NONE
                : event.observedAt().toString().substring("2026-11-23T".length());
        assertThat(List.of(
                        time,
                        event.level().name(),
                        event.message(),
                        event.host(),
                        event.text(Text.APPLICATION),
                        event.text(Text.COMPONENT),
                        event.text(Text.ENVIRONMENT),
                        event.text(Text.CORRELATION_ID)))
                .isEqualTo(layout.reading());
    }

    @Test
    void cloudWatchEvents_areAnEventEach() {
        Decoded decoded = decode("""
                {"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[\
                {"id":"1","timestamp":1795464000250,"message":"ERROR no"},{"id":"2"},\
                {"id":"3","timestamp":1795464000251,"message":"{\\"level\\":\\"warn\\",\\"msg\\":\\"m\\"}"}]}""");

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("ERROR no", "m");
        assertThat(events(decoded)).extracting(LogEvent::level).containsExactly(Level.ERROR, Level.WARN);
        assertThat(events(decoded))
                .allSatisfy(event -> assertThat(event.attributes().text())
                        .contains("\"logGroup\":\"g\"")
                        .doesNotContain("logEvents"));
        assertThat(Messages.reasons(decoded)).containsExactly(Reason.INCOMPLETE);
        assertThat(Messages.rejected(decoded)).containsExactly("{\"id\":\"2\"}");
    }

    /** Unused members stay attributes under their own names, in their places. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'msg':'a','message':'b'} | {'msg':'a'}",
                "{'message':'b','msg':'a'} | {'msg':'a'}",
                "{'message':'m','level':'gold'} | {'level':'gold'}",
                "{'message':'m','level':70} | {'level':70}",
                "{'message':'m','level':40,'level_name':'ERROR'} | {'level':40}",
                "{'message':'m','time':12.5} | {'time':12.5}",
                "{'message':'m','status':500,'name':'n','s':'E','c':'x'} | {'c':'x','name':'n','s':'E','status':500}",
                "{'level':'error','log':{'level':'warn','file':'f'},'message':'m'} | {'log':{'file':'f'},'level':'error'}",
                "{'message':'m','log':{'level':'warn'},'level':'error'} | {'level':'error'}",
                "{'message':'m','host':{'hostname':'a','name':'b','ip':7}} | {'host':{'hostname':'a','ip':7}}",
                "{'message':'m','host':{'name':'b'},'x':1} | {'x':1}",
                "{'message':'m','mdc':{'traceId':'t','user':'u'}} | {'mdc':{'user':'u'}}",
                "{'message':'m','request':{'host':'h','level':'error'}} | {'request':{'host':'h','level':'error'}}",
                "{'message':'m','extra':{}} | {'extra':{}}",
                "{'message':'m','service':{'name':'a','version':null}} | {'service':{'version':null}}",
                "{'message':'m','trace':'at a.b'} | {'trace':'at a.b'}",
                "{'message':'m','traceId':'00000000000000000000000000000000'} | {'traceId':'00000000000000000000000000000000'}",
                "{'message':'m','metadata':{'level':'error','status':1}} | {'status':1}",
                "{'Message':'a','message':'b'} | {'Message':'a'}",
                "{'message':'m','time':['a']} | {'time':['a']}",
                "{'message':'{\\'a\\':1}'} | {}",
                "{'message':'m','data':{'message':'x'}} | {'data':{'message':'x'}}",
                "{'message':'m','logEvents':[1]} | {'logEvents':[1]}"
            })
    void unusedMember_staysAnAttribute(String record, String attributes) {
        LogEvent event = events(decode(record.replace('\'', '"'))).getFirst();

        assertThat(sorted(event.attributes().text())).isEqualTo(sorted(attributes.replace('\'', '"')));
    }

    /** Attributes with the order of members that the comparison needs no parser for. */
    private static String sorted(String object) {
        return Stream.of(object.substring(1, object.length() - 1)
                        .split(",(?=\"\\w+\":[^\\]}]*(?:[{\\[][^}\\]]*[}\\]])?)"))
                .sorted()
                .collect(joining(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"level\":\"error\"}",
                "{\"message\":null}",
                "{\"records\":[],\"order\":7}",
                "{\"message\":{\"a\":1}}",
                "{\"method\":\"GET\"}",
                "{\"message\":[1,\"a\"]}",
                "{\"data\":{\"a\":1}}",
                "{\"logEvents\":{}}"
            })
    void recordWithoutMessage_isIncomplete(String record) {
        assertThat(Messages.reasons(decode(record))).containsExactly(Reason.INCOMPLETE);
    }

    @Test
    void blankMessage_countsIfThereIsNoOther() {
        assertThat(events(decode("{\"message\":\"\"}")).getFirst().message()).isEmpty();
        assertThat(events(decode("{\"message\":\" \",\"msg\":\"m\"}"))
                        .getFirst()
                        .message())
                .isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource({
        "10,TRACE",
        "20,DEBUG",
        "30,INFO",
        "40,WARN",
        "50,ERROR",
        "60,FATAL",
        "6,INFO",
        "8,DEBUG",
        "17,ERROR",
        "24,FATAL",
        "100,DEBUG",
        "250,INFO",
        "300,WARN",
        "400,ERROR",
        "600,FATAL",
        "25,INFO",
        "70,INFO",
        "1000,INFO"
    })
    void bareNumber_hasTheScaleOfItsRange(int number, Level level) {
        assertThat(events(decode("{\"message\":\"m\",\"level\":" + number + "}"))
                        .getFirst()
                        .level())
                .isEqualTo(level);
        assertThat(events(decode("{\"message\":\"m\",\"level\":\"" + number + "\"}"))
                        .getFirst()
                        .level())
                .isEqualTo(level);
    }

    @Test
    void traceOfTheMessage_isTheCorrelationIdOfEventsWithoutOne() {
        byte[] value = "[{\"message\":\"a\"},{\"message\":\"b\",\"traceId\":\"own\"}]".getBytes(StandardCharsets.UTF_8);
        Message sent =
                new Message(Messages.PARTITION, 1, RECEIVED_AT, RECEIVED_AT, null, value, null, "4bf92f3577b34da6", 0);

        assertThat(events(WireFormat.LOG.decoder().decode(sent)))
                .extracting(event -> event.text(Text.CORRELATION_ID))
                .containsExactly("4bf92f3577b34da6", "own");
    }

    @Test
    void manyCandidates_areReadInLinearTime() {
        String hosts = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"host\":{\"name\":\"h" + i + "\"},\"Level\":\"warn\",\"level\":\"error\"")
                .collect(joining(","));

        LogEvent event = events(decode("{\"message\":\"m\"," + hosts + "}")).getFirst();

        assertThat(event.host()).isEqualTo("h19999");
    }

    @Test
    void nestedRecords_areReadToALimit() {
        String record = "{\"msg\":\"m\"}";
        for (int i = 0; i < 6; i++) {
            record = "{\"log\":\"" + record.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        }

        assertThat(events(decode(record))).hasSize(1);
    }

    @Test
    void observedAt_ofFutureNumber_isTheTimeOfTheQueue() {
        long later = RECEIVED_AT.plusSeconds(100_000).getEpochSecond();

        assertThat(events(decode("{\"message\":\"m\",\"time\":" + later + "}"))
                        .getFirst()
                        .observedAt())
                .isEqualTo(Messages.QUEUED_AT);
        assertThat(events(decode("{\"message\":\"m\",\"time\":1795464000.123456789}"))
                        .getFirst()
                        .observedAt())
                .isEqualTo(Instant.parse("2026-11-23T20:00:00.123456789Z"));
    }

    private static Decoded decode(String record) {
        return WireFormat.LOG.decoder().decode(message(record));
    }
}
