// Prints each document of a JSON array on standard input in Gson's and Jackson's ways; a way that throws gives null.
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

public class Printers {
    interface Way {
        String print(String text) throws Exception;
    }

    static final Gson GSON = new Gson();
    static final ObjectMapper JACKSON = new ObjectMapper();
    static final Map<String, Way> WAYS = new TreeMap<>(Map.of(
        "gson", text -> GSON.toJson(JsonParser.parseString(text)),
        "gson-plain", text -> new GsonBuilder().disableHtmlEscaping().create().toJson(JsonParser.parseString(text)),
        "gson-pretty", text -> new GsonBuilder().setPrettyPrinting().create().toJson(JsonParser.parseString(text)),
        "gson-string", text -> JsonParser.parseString(text).toString(),
        "gson-map", text -> GSON.toJson(GSON.fromJson(text, Object.class)),
        "jackson", text -> JACKSON.writeValueAsString(JACKSON.readTree(text)),
        "jackson-map", text -> JACKSON.writeValueAsString(JACKSON.readValue(text, Object.class))));

    public static void main(String[] arguments) throws Exception {
        String[] documents = GSON.fromJson(new InputStreamReader(System.in, StandardCharsets.UTF_8), String[].class);
        List<Map<String, String>> printed = new ArrayList<>();
        for (String text : documents) {
            Map<String, String> row = new LinkedHashMap<>();
            for (Map.Entry<String, Way> way : WAYS.entrySet()) {
                String result = null;
                try {
                    byte[] bytes = way.getValue().print(text).getBytes(StandardCharsets.UTF_8);
                    result = Base64.getEncoder().encodeToString(bytes);
                } catch (Exception | StackOverflowError refused) {
                    // Stays null.
                }
                row.put(way.getKey(), result);
            }
            printed.add(row);
        }
        String version = "Gson 2.10, Jackson " + JACKSON.version() + ", Java " + System.getProperty("java.version");
        System.out.println(JACKSON.writeValueAsString(Map.of("version", version, "printed", printed)));
    }
}
