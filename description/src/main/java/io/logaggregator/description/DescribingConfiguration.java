package io.logaggregator.description;

import io.logaggregator.server.parameter.RouteParameters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What springdoc cannot know by itself. */
@Configuration(proxyBeanMethods = false)
@Import({
    DescribedTexts.class,
    DescribedBodies.class,
    DescribedScopes.class,
    DescribedExamples.class,
    DescribedErrors.class,
    RecordsTellNull.class,
    WholeDescription.class
})
class DescribingConfiguration {

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Log Aggregator")
                        .version("1")
                        .description(Schemas.text("introduction.md"))
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .addServersItem(new Server().url("/").description("This server"))
                .components(new Components()
                        .addSecuritySchemes(
                                "apiKey",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.HEADER)
                                        .name("X-API-Key")
                                        .description("A key."))
                        .addSecuritySchemes(
                                "bearer",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description(
                                                "The same key, where a header `Authorization` is easier to send.")));
    }

    @Bean
    DescribedParameters describedParameters(RouteParameters routes) {
        return new DescribedParameters(routes);
    }

    /** Before all others, which stand in front of it then: it asks nobody else. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ModelResolver modelResolver() {
        ModelResolver resolver = new ModelResolver(Json31.mapper(), new SchemaNames());
        resolver.openapi31(true);
        return resolver;
    }
}
