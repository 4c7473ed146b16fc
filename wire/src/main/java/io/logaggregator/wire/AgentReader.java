package io.logaggregator.wire;

import java.util.Optional;
import tools.jackson.core.JsonParser;

/** Reads the reports of host agents, in any of the shapes in use: see {@link AgentReport}. */
final class AgentReader implements ElementReader {

    static final AgentReader INSTANCE = new AgentReader();

    private AgentReader() {}

    @Override
    public Optional<String> read(JsonParser parser, DecodeResultBuilder findings) {
        AgentReport report = new AgentReport(parser);
        report.readMembers();
        return report.addTo(findings);
    }
}
