// Configurations of programs that send data. They are those of docs/sources.md, which are tested with the programs.

import { words } from "../words.js";

/**
 * @typedef {object} Source
 * @property {string} id
 * @property {string} title of the program
 * @property {string} protocol
 * @property {string} signals
 * @property {string} place of the configuration
 * @property {string} text with the address aggregator:8080 and the key K
 */

/** @type {Source[]} */
export const SOURCES = [
  {
    id: "opentelemetry",
    title: "OpenTelemetry SDKs",
    protocol: "OTLP over HTTP",
    signals: "both",
    place: "environment",
    text: `OTEL_EXPORTER_OTLP_ENDPOINT=http://aggregator:8080/otlp
OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
OTEL_EXPORTER_OTLP_HEADERS=x-api-key=K
OTEL_RESOURCE_ATTRIBUTES=host.name=web-1,service.name=shop,deployment.environment.name=prod`,
  },
  {
    id: "opentelemetry-collector",
    title: "OpenTelemetry Collector",
    protocol: "OTLP over HTTP",
    signals: "both",
    place: "YAML",
    text: `exporters:
  otlphttp: {endpoint: "http://aggregator:8080/otlp", headers: {x-api-key: K}}`,
  },
  {
    id: "spring-boot",
    title: "Spring Boot (Micrometer)",
    protocol: "OTLP over HTTP",
    signals: "metrics",
    place: "application.yaml",
    text: `management.otlp.metrics.export: {url: "http://aggregator:8080/v1/metrics", headers: {x-api-key: K}, step: 10s}
management.opentelemetry.resource-attributes: {host.name: web-1, service.name: shop}`,
  },
  {
    id: "prometheus",
    title: "Prometheus",
    protocol: "remote write",
    signals: "metrics",
    place: "prometheus.yml",
    text: `remote_write:
  - url: http://aggregator:8080/api/v1/write
    authorization: {credentials: K}`,
  },
  {
    id: "telegraf",
    title: "Telegraf",
    protocol: "InfluxDB line protocol",
    signals: "metrics",
    place: "telegraf.conf",
    text: `[[outputs.influxdb_v2]]
  urls = ["http://aggregator:8080/influx"]
  token = "K"
  organization = "any"
  bucket = "any"
  timeout = "10s" # longer than a request waits for Kafka`,
  },
  {
    id: "alloy",
    title: "Grafana Alloy",
    protocol: "Loki push API",
    signals: "logs",
    place: "config.alloy",
    text: `loki.write "aggregator" {
  endpoint { url = "http://aggregator:8080/loki/api/v1/push"  headers = {"X-API-Key" = "K"} }
}`,
  },
  {
    id: "filebeat",
    title: "Filebeat, Metricbeat",
    protocol: "Elasticsearch bulk API",
    signals: "both",
    place: "YAML",
    text: `output.elasticsearch: {hosts: ["http://aggregator:8080"], path: /es, username: any, password: K}
setup: {ilm.enabled: false, template.enabled: false}`,
  },
  {
    id: "logstash",
    title: "Logstash",
    protocol: "Elasticsearch bulk API",
    signals: "logs",
    place: words.sources.pipeline,
    text: `output { elasticsearch { hosts => ["http://aggregator:8080"] path => "/es" user => "any" password => "K"
                         manage_template => false ilm_enabled => false } }`,
  },
  {
    id: "vector",
    title: "Vector",
    protocol: "Elasticsearch bulk API",
    signals: "logs",
    place: "vector.toml",
    text: `[sinks.aggregator]
type = "elasticsearch"
inputs = ["logs"]
endpoints = ["http://aggregator:8080/es"]
auth = {strategy = "basic", user = "any", password = "K"}`,
  },
  {
    id: "logback",
    title: "Logback (loki4j)",
    protocol: "Loki push API",
    signals: "logs",
    place: "logback.xml",
    text: `<appender name="AGGREGATOR" class="com.github.loki4j.logback.Loki4jAppender">
  <http>
    <url>http://aggregator:8080/loki/api/v1/push</url>
    <auth><username>any</username><password>K</password></auth>
    <requestTimeoutMs>10000</requestTimeoutMs> <!-- longer than a request waits for Kafka -->
  </http>
  <labels>host=\${HOSTNAME}
          app=shop
          level=%level</labels>
  <message><pattern>%msg%n</pattern></message> <!-- without thread and logger, which are fields of their own -->
</appender>`,
  },
  {
    id: "winston",
    title: "Node.js (winston)",
    protocol: "Loki push API",
    signals: "logs",
    place: "JavaScript",
    text: `import winston from 'winston'
import LokiTransport from 'winston-loki'
const transport = new LokiTransport({
  host: 'http://aggregator:8080', basicAuth: 'any:K', interval: 1, labels: { app: 'shop', host: 'web-1' },
  format: winston.format.json() // without it, all fields follow the message as text
})
const logger = winston.createLogger({ transports: [transport] })`,
  },
  {
    id: "docker",
    title: "Docker",
    protocol: "Splunk HTTP Event Collector",
    signals: "logs",
    place: words.sources.command,
    text: `docker run --log-driver splunk --log-opt splunk-token=K --log-opt splunk-url=http://aggregator:8080 ...`,
  },
  {
    id: "journal",
    title: "systemd journal",
    protocol: "journal-upload",
    signals: "logs",
    place: "/etc/systemd/journal-upload.conf",
    text: `[Upload]
URL=http://any:K@aggregator:8080`,
  },
  {
    id: "collectd",
    title: "collectd",
    protocol: "write_http",
    signals: "metrics",
    place: "collectd.conf",
    text: `LoadPlugin write_http
<Plugin write_http>
  <Node "aggregator">
    URL "http://aggregator:8080/collectd"
    Format "JSON"
    User "any"
    Password "K"
  </Node>
</Plugin>`,
  },
];

/** Shown for the key until one is entered. */
export const KEY_PLACEHOLDER = "YOUR_KEY";

/**
 * A configuration for this server.
 *
 * @param {string} text
 * @param {string} origin of the server
 * @param {string} key
 */
export function configured(text, origin, key) {
  const { host, hostname, protocol, port } = new URL(origin);
  return text
    .replaceAll(/\bK\b/g, () => key || KEY_PLACEHOLDER)
    .replaceAll("http://any", `${protocol}//any`)
    .replaceAll("http://aggregator:8080", origin)
    .replaceAll("aggregator:8080", port ? host : `${hostname}:${protocol === "https:" ? 443 : 80}`);
}

/**
 * The sources that a text matches in their names, protocols or signals.
 *
 * @param {string} typed
 */
export const sourcesFor = (typed) =>
  SOURCES.filter(({ title, protocol, signals }) => `${title} ${protocol} ${words.sources.signals[signals]}`.toLowerCase().includes(typed.trim().toLowerCase()));
