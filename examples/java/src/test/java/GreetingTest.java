// MINICONSUL=miniconsul mvn test
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GreetingTest {
  static final HttpClient http = HttpClient.newHttpClient();
  static Process agent;
  static String consul;

  /** The program under test. */
  static String greeting() throws Exception {
    HttpResponse<String> answer = request("GET", "/v1/kv/app/greeting?raw", "");
    return answer.statusCode() == 200 ? answer.body() : "hi";
  }

  @BeforeAll
  static void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      consul = "http://127.0.0.1:" + free.getLocalPort();
    }
    String command = System.getenv().getOrDefault("MINICONSUL", "miniconsul");
    String port = "-http-port=" + URI.create(consul).getPort();
    agent = new ProcessBuilder(command, "agent", "-dev", port, "-dns-port=-1").inheritIO().start();
    for (int attempt = 0; attempt < 200; attempt++) {
      try {
        request("GET", "/v1/status/leader", "");
        return;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the agent does not answer");
  }

  @AfterEach
  void reset() throws Exception {
    request("PUT", "/_miniconsul/reset", "");
  }

  @AfterAll
  static void stop() {
    agent.destroy();
  }

  @Test
  void greetsWithWhatConsulSays() throws Exception {
    request("PUT", "/v1/kv/app/greeting", "hello");
    assertEquals("hello", greeting());
  }

  @Test
  void greetsAllTheSameWhenConsulFails() throws Exception {
    request("PUT", "/v1/kv/app/greeting", "hello");
    String fault = "{\"Match\": {\"Key\": \"app/greeting\"}, \"Fault\": {\"Status\": 500}, \"Times\": 1}";
    assertEquals(200, request("PUT", "/_miniconsul/faults", fault).statusCode());
    assertEquals("hi", greeting());
    assertEquals("hello", greeting());
  }

  static HttpResponse<String> request(String method, String path, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(consul + path)).method(method, BodyPublishers.ofString(body)).build();
    return http.send(request, BodyHandlers.ofString());
  }
}
