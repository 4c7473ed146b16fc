package io.logaggregator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerFileTest {

    private static final String ID = "4f9c2a".repeat(10) + "0123";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/log/pods/prod_shop-7d4b9c-x2x1z_1b4e28ba-2fa1-11d2-883f-0016d3cca427/pay/0.log",
                "/var/log/pods/prod_shop-7d4b9c-x2x1z_1b4e28ba2fa111d2883f0016d3cca427/pay/12.log.20261129-154251",
                "/var/log/containers/shop-7d4b9c-x2x1z_prod_pay-4f9c2a4f9c2a4f9c2a4f9c2a4f9c2a4f9c2a4f9c2a4f9c2a4f9c2a4f9c2a0123.log"
            })
    void of_readsPathOfKubernetes(String path) {
        assertThat(ContainerFile.of(Path.of(path))).hasValueSatisfying(file -> {
            assertThat(file.name()).isEqualTo("pay");
            assertThat(file.attributes())
                    .isEqualTo(Map.of(
                            "k8s.namespace.name", "prod",
                            "k8s.pod.name", "shop-7d4b9c-x2x1z",
                            "k8s.container.name", "pay"));
        });
    }

    @Test
    void of_readsPathOfDocker() {
        assertThat(ContainerFile.of(Path.of("/var/lib/docker/containers/" + ID + "/" + ID + "-json.log.1")))
                .hasValue(new ContainerFile("4f9c2a4f9c2a", Map.of("container.id", ID)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/log/shop.log",
                "/var/log/pods/prod_shop/pay/0.log",
                "/var/log/pods/prod_shop_1b4e28ba-2fa1-11d2-883f-0016d3cca427/pay/other.log",
                "/var/log/containers/shop_prod_pay-4f9c.log",
                "/srv/a_b_c/\"d\"/0.log"
            })
    void of_isEmptyForOtherFiles(String path) {
        assertThat(ContainerFile.of(Path.of(path))).isEmpty();
    }
}
