package io.logaggregator.server.logs.tail;

import java.io.IOException;
import java.io.OutputStream;

/** How a viewer is reached. */
public interface ViewerConnection {

    /** Where his stream is written to; a viewer who does not read can make that wait for long. */
    OutputStream out() throws IOException;

    /** Whether he still may see what he sees. */
    boolean mayStay();

    /** Closes it from outside, while it is written to or not. */
    void cut();
}
