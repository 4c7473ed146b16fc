package io.logaggregator.server.http;

/** Of a request that did not come through Tomcat. */
final class UnknownConnection implements CallerConnection {

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void cut() {}
}
