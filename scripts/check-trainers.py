"""Holds exports against trainers' own code: each format of `touchstone export` is loaded by `datasets` and read by the trainer's own reader;
TRL's trainers take two steps on it, with a model of one layer on the CPU. No part of `npm test`, and no dependency of the project. Once
`npm run build` was run, with the versions that docs/export.md speaks of, one virtual environment each:

  pip install torch==2.15.0 datasets==5.2.0 transformers==5.24.0 trl==1.16.0; python scripts/check-trainers.py trl
  pip install torch datasets transformers==5.15.0 pylatexenc; pip install --no-deps openrlhf==0.11.2; python scripts/check-trainers.py openrlhf
  pip install torch datasets verl==0.9.1; python scripts/check-trainers.py verl

(openrlhf asks for flash-attn, which asks for a GPU; its readers need neither.) Exported are the recorded runs of datasets/starter, a run with
checks, and one of 13 MB whose margins turn fractional late: all rows are loaded, the first 200 of a file are read by the trainer. A line a
file; ends with 1 where anything failed."""

import glob, json, os, subprocess, sys, tempfile
from types import SimpleNamespace as Some

FOLDER, ROOT = (SCRATCH := tempfile.TemporaryDirectory()).name, os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
os.environ.update(HF_HUB_OFFLINE="1", HF_HOME=FOLDER, CUDA_VISIBLE_DEVICES="", TOKENIZERS_PARALLELISM="false")
import datasets, tokenizers, torch, transformers
datasets.disable_progress_bars()
END, LONG = "<|im_end|>", 1 << 15
TEMPLATE = ("{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
            "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")

def touchstone(*args):
    return subprocess.run(["node", f"{ROOT}/bin/touchstone.js", *args], cwd=FOLDER, capture_output=True, text=True)

def made(name, rows):
    with open(f"{FOLDER}/rows.jsonl", "w") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    touchstone("verify", "rows.jsonl", "-o", f"{name}.jsonl")
    touchstone("run", "--data", f"{name}.jsonl", "--judge", "longest", "--runs-dir", name)
    return os.path.dirname(glob.glob(f"{FOLDER}/{name}/*/manifest.json")[0])

def runs():
    yield from sorted(map(os.path.dirname, glob.glob(f"{ROOT}/datasets/starter/recordings*/**/manifest.json", recursive=True)))
    def row(prompt, texts, **more):
        return {"prompt": prompt, "responses": [{"id": f"r{i + 1}", "text": text} for i, text in enumerate(texts)], **more}
    system = {"role": "system", "content": "Think first."}
    yield made("checked", [row([system, {"role": "user", "content": f"{i} + 1?"}] if i % 2 else f"{i} + 1?",
                               [f"A: {i + 1}", f"A: {i}", f"<think>One more.</think>\nA: {i + 1}"],
                               checks=[{"kind": "answer", "answer": str(i + 1)}]) for i in range(20)])
    def votes(*winners):
        duel = {"source": "human", "kind": "duel", "between": ["r1", "r2"]}
        return [{**duel, "annotator": f"a{i}", "winner": winner} for i, winner in enumerate(winners)]
    yield made("late-fractions", [row(f"Question {i}?", [f"{i} yes " * 1500, f"{i} no " * 1500],
                                      preferences=votes("r1", "r1") if i < 560 else votes("r1", "r1", "r2")) for i in range(600)])

def tokenizer():
    """Byte by byte, so that what it decodes is what it was given."""
    pre = tokenizers.pre_tokenizers.ByteLevel
    bare = tokenizers.Tokenizer(tokenizers.models.BPE(vocab={byte: i for i, byte in enumerate(sorted(pre.alphabet()))}, merges=[]))
    bare.pre_tokenizer, bare.decoder = pre(add_prefix_space=False), tokenizers.decoders.ByteLevel()
    return transformers.PreTrainedTokenizerFast(tokenizer_object=bare, eos_token=END, pad_token="<|pad|>", chat_template=TEMPLATE)

def check_trl(kind, rows, _, tok):
    import trl, trl.data_utils as read
    assert all(read.is_conversational(row) and read.apply_chat_template(row, tok) for row in rows)
    config = transformers.Qwen2Config(vocab_size=len(tok), hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
                                      num_key_value_heads=2, num_labels=1, pad_token_id=tok.pad_token_id)
    transformers.Qwen2ForCausalLM(config).save_pretrained(f"{FOLDER}/model")
    pairs = [("Reward", []), ("Reward", ["margin"]), ("DPO", []), ("KTO", [])]
    for name, without in pairs if "preference" in kind else [("SFT", []), *[("KTO", [])] * ("label" in rows.column_names)]:
        settings = dict(max_steps=2, per_device_train_batch_size=2, use_cpu=True, bf16=False, report_to=[], logging_steps=1, save_strategy="no",
                        disable_tqdm=True, gradient_checkpointing=False, **({"max_length": None} if name == "Reward" else {}))
        trainer = getattr(trl, f"{name}Trainer")(model=f"{FOLDER}/model", args=getattr(trl, f"{name}Config")(FOLDER, **settings),
                                                 train_dataset=rows.remove_columns(without), processing_class=tok)
        assert len(trainer.train_dataset) == len(rows) * (2 if name == "KTO" and "preference" in kind else 1)
        trainer.train()
        yield " ".join([name, *[f"without {column}" for column in without], *[f"{step['loss']:.2f}" for step in trainer.state.log_history if "loss" in step]])

def check_openrlhf(kind, rows, lines, tok):
    from openrlhf.datasets import RewardDataset, SFTDataset
    keys = dict(prompt_key="prompt", chosen_key="chosen", rejected_key="rejected", input_key="input", output_key="output")
    strategy = Some(args=Some(data=Some(**keys, apply_chat_template=True)), is_rank_0=lambda: True)
    def turns(role, said):
        return [{"role": role, "content": said}] if isinstance(said, str) else said
    def whole(asked, answered):
        return tok.apply_chat_template(turns("user", asked) + turns("assistant", answered), tokenize=False).rstrip("\n")
    if "preference" not in kind:
        read = SFTDataset(rows, tok, LONG, strategy, num_processors=1)
        assert [tok.decode(ids[0]) for ids, *_ in map(read.__getitem__, range(len(read)))] == [whole(line["input"], line["output"]) for line in lines]
        yield f"SFTDataset {len(read)}"
    for is_dpo in (False, True) if "preference" in kind else ():
        read = RewardDataset(rows, tok, LONG, strategy, is_dpo=is_dpo, num_processors=1)
        for line, (chosen, _, rejected, _, extra) in zip(lines, (read[i] for i in range(len(read))), strict=True):
            assert [tok.decode(ids[0]) for ids in (chosen, rejected)] == [whole(line["prompt"], line[side]) for side in ("chosen", "rejected")]
            assert is_dpo or extra == line["margin"]
        yield f"RewardDataset{' (DPO)' if is_dpo else ''} {len(read)}"

def check_verl(kind, rows, lines, tok):
    from verl.utils.dataset import RMDataset, multiturn_sft_dataset as multiturn
    path, is_pair = f"{FOLDER}/rows.parquet", "preference" in kind
    read = RMDataset(path, tok, max_length=LONG) if is_pair else multiturn.MultiTurnSFTDataset(path, tok, {"max_length": LONG})
    for line, row in zip(lines, (read[i] for i in range(len(read))), strict=True):
        texts = [tok.decode(ids[mask.bool()]) for ids, mask in zip(row["input_ids"].view(-1, LONG), row["attention_mask"].view(-1, LONG))]
        assert texts == ([line["prompt"] + line[side] + END for side in ("chosen", "rejected")] if is_pair
                         else [tok.apply_chat_template(line["messages"], tokenize=False)])
    yield f"{type(read).__name__} {len(read)}"

def check(run, kind, trainer, tok):
    done = touchstone("export", run, "--format", kind, "--for", trainer, "-o", "export.jsonl")
    lines = [json.loads(line) for line in open(f"{FOLDER}/export.jsonl", "rb")] if done.returncode == 0 else []
    if not lines:
        return f"none: {done.stderr if done.returncode else 'no line was kept'}".strip()
    rows = datasets.load_dataset("json", data_files=f"{FOLDER}/export.jsonl", split="train", cache_dir=tempfile.mkdtemp(dir=FOLDER))
    assert rows.to_list() == lines and all(rows.features[name].dtype == "float64" for name in ("margin", "agreement", "reward") if name in lines[0])
    some = rows.select(range(min(len(rows), 200)))
    some.to_parquet(f"{FOLDER}/rows.parquet")
    return "; ".join(["ok", f"{len(rows)} rows", *globals()[f"check_{trainer}"](kind, some, lines[:200], tok)])

if __name__ == "__main__":
    said = []
    for run in runs():
        for kind in ("preference", "critique-preference", "sft", "rollouts"):
            try:
                said.append(check(run, kind, sys.argv[1], tokenizer()))
            except Exception as error:
                said.append(f"FAILED {type(error).__name__}: {str(error.__cause__ or error)[:300]}")
            print(os.path.relpath(run, ROOT if run.startswith(ROOT) else FOLDER), kind, said[-1], flush=True)
    sys.exit(any(line.startswith("FAILED") for line in said))
