package dev.tidings.openai;

import static dev.tidings.testkit.openai.ChatStreams.streamHead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.TokenUsage;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.FaultServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams in the manner of several providers, written for this test after what recordings of them
 * show; single quotes stand for double ones.
 */
class ProviderStreamsTest {
  /** A stream, line by line without the lines between, and what it says. */
  private record Manner(
      String provider,
      String text,
      String reason,
      @Nullable TokenUsage usage,
      int thoughts,
      List<String> lines) {
    @Override
    public String toString() {
      return provider;
    }

    String stream() {
      StringBuilder stream = new StringBuilder();
      for (String line : lines) {
        String json = line.replace('\'', '"');
        stream.append(line.startsWith(":") ? json : "data: " + json).append("\n\n");
      }
      return stream.toString();
    }
  }

  static List<Manner> manners() {
    return List.of(
        new Manner(
            "OpenAI: a role first, null usage, obfuscation, usage without choices",
            "Moon light",
            "stop",
            new TokenUsage(9, 2, 11),
            0,
            List.of(
                "{'id':'c','object':'chat.completion.chunk','choices':[{'index':0,'delta':"
                    + "{'role':'assistant','content':'','refusal':null},'logprobs':null,"
                    + "'finish_reason':null}],'usage':null,'obfuscation':'x1'}",
                "{'choices':[{'index':0,'delta':{'content':'Moon'},'finish_reason':null}],"
                    + "'usage':null,'obfuscation':'y2z'}",
                "{'choices':[{'index':0,'delta':{'content':' light'},'finish_reason':null}]}",
                "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'usage':null}",
                "{'choices':[],'usage':{'prompt_tokens':9,'completion_tokens':2,'total_tokens':11,"
                    + "'prompt_tokens_details':{'cached_tokens':0},"
                    + "'completion_tokens_details':{'reasoning_tokens':0}}}",
                "[DONE]")),
        new Manner(
            "Azure: prompt filters first, filters beside content, no delta in the last",
            "Moon",
            "stop",
            null,
            0,
            List.of(
                "{'choices':[],'created':0,'id':'','model':'','object':'',"
                    + "'prompt_filter_results':[{'prompt_index':0,'content_filter_results':"
                    + "{'hate':{'filtered':false,'severity':'safe'}}}]}",
                "{'choices':[{'content_filter_results':{'hate':{'filtered':false}},"
                    + "'delta':{'content':'Moon'},'finish_reason':null,'index':0}]}",
                "{'choices':[{'content_filter_offsets':{'check_offset':1},"
                    + "'content_filter_results':{},'finish_reason':null,'index':0}]}",
                "{'choices':[{'content_filter_results':{},'delta':{},'finish_reason':'stop',"
                    + "'index':0}]}",
                "[DONE]")),
        new Manner(
            "DeepSeek: reasoning with null content, usage with the reason",
            "Moon",
            "stop",
            new TokenUsage(5, 7, 12),
            2,
            List.of(
                "{'choices':[{'index':0,'delta':{'role':'assistant','content':null,"
                    + "'reasoning_content':''},'finish_reason':null}]}",
                "{'choices':[{'index':0,'delta':{'content':null,'reasoning_content':'Hm'}}]}",
                "{'choices':[{'index':0,'delta':{'content':null,'reasoning_content':'!'}}]}",
                "{'choices':[{'index':0,'delta':{'content':'Moon','reasoning_content':null}}]}",
                "{'choices':[{'index':0,'delta':{'content':'','reasoning_content':null},"
                    + "'finish_reason':'stop'}],'usage':{'prompt_tokens':5,'completion_tokens':7,"
                    + "'total_tokens':12,'prompt_cache_hit_tokens':0}}",
                "[DONE]")),
        new Manner(
            "Groq: reasoning, and usage of its own name",
            "Moon",
            "stop",
            new TokenUsage(5, 3, 8),
            1,
            List.of(
                "{'choices':[{'index':0,'delta':{'role':'assistant','content':''}}],"
                    + "'x_groq':{'id':'req_1'}}",
                "{'choices':[{'index':0,'delta':{'reasoning':'Hm','channel':'analysis'}}]}",
                "{'choices':[{'index':0,'delta':{'content':'Moon'}}]}",
                "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'x_groq':{'id':'req_1',"
                    + "'usage':{'queue_time':0.1,'prompt_tokens':5,'completion_tokens':3,"
                    + "'total_tokens':8,'total_time':0.01}}}",
                "[DONE]")),
        new Manner(
            "Mistral: thoughts and text as parts, then text as such",
            "Moon light",
            "stop",
            new TokenUsage(4, 6, 10),
            2,
            List.of(
                "{'choices':[{'index':0,'delta':{'role':'assistant','content':[{'type':'thinking',"
                    + "'thinking':[{'type':'text','text':'Hm'}],'closed':true}]}}]}",
                "{'choices':[{'index':0,'delta':{'content':[{'type':'thinking','thinking':"
                    + "[{'type':'text','text':', '},{'type':'text','text':'well'}]}]}}]}",
                "{'choices':[{'index':0,'delta':{'content':[{'type':'text','text':'Moon'},"
                    + "{'type':'reference','reference_ids':[1]}]}}]}",
                "{'choices':[{'index':0,'delta':{'content':' light'},'finish_reason':'stop'}],"
                    + "'usage':{'prompt_tokens':4,'total_tokens':10,'completion_tokens':6}}",
                "[DONE]")),
        new Manner(
            "OpenRouter: comments, encrypted reasoning, a provider's own reason beside the reason",
            "Moon",
            "stop",
            new TokenUsage(4, 6, 10),
            1,
            List.of(
                ": OPENROUTER PROCESSING",
                "{'provider':'P','choices':[{'index':0,'delta':{'role':'assistant','content':'',"
                    + "'reasoning_details':[{'type':'reasoning.encrypted','data':'e30='}]},"
                    + "'finish_reason':null,'native_finish_reason':null}]}",
                ": OPENROUTER PROCESSING",
                "{'choices':[{'index':0,'delta':{'content':'Moon'}}]}",
                "{'choices':[{'index':0,'delta':{'content':''},'finish_reason':'stop',"
                    + "'native_finish_reason':'end_turn'}]}",
                "{'choices':[{'index':0,'delta':{'role':'assistant','content':''},"
                    + "'finish_reason':null}],'usage':{'prompt_tokens':4,'completion_tokens':6,"
                    + "'total_tokens':10,'cost':0.1}}",
                "[DONE]")),
        new Manner(
            "Perplexity: all that was said so far beside each piece, usage on each",
            "Moon light",
            "stop",
            new TokenUsage(4, 2, 6),
            0,
            List.of(
                "{'usage':{'prompt_tokens':4,'completion_tokens':1,'total_tokens':5},"
                    + "'citations':['https://a.example'],'choices':[{'index':0,"
                    + "'message':{'role':'assistant','content':'Moon'},"
                    + "'delta':{'role':'assistant','content':'Moon'}}]}",
                "{'usage':{'prompt_tokens':4,'completion_tokens':2,'total_tokens':6},"
                    + "'choices':[{'index':0,'delta':{'content':' light'},"
                    + "'message':{'role':'assistant','content':'Moon light'},"
                    + "'finish_reason':'stop'}]}")));
  }

  @ParameterizedTest
  @MethodSource("manners")
  void isReadExactly(Manner manner) throws Exception {
    RecordingChatListener recorder = new RecordingChatListener();
    try (FaultServer server =
            FaultServer.start(
                connection -> {
                  connection.readRequest();
                  connection.write(streamHead() + manner.stream());
                });
        OpenAiChatModel model = Models.at(server.uri("/v1").toString()).build()) {
      ChatCompletion completion = model.stream(Models.QUESTION, recorder, Cancellation.none());

      assertThat(String.join("", recorder.pieces())).isEqualTo(manner.text());
      assertThat(completion.finishReason()).isEqualTo(manner.reason());
      assertThat(completion.usage()).isEqualTo(manner.usage());
      assertThat(recorder.thoughts()).hasSize(manner.thoughts());
    }
  }
}
