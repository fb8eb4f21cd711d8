"""Writes the encoder as one ONNX graph that keeps the packaged 4-bit weights exactly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper, save

from bot.encoder_weights import BLOCK, Blocks, PackedModel

FAST_OPS = "com.microsoft"
INT8_ACTIVATIONS = 4  # accuracy level of MatMulNBits: the engine's own arithmetic


def write_graph(model: PackedModel, path: Path) -> None:
    """Save the whole encoder: token ids and mask in, one unit vector a text out."""
    save(_Graph(model).made(), str(path))


class _Graph:
    def __init__(self, model: PackedModel) -> None:
        self.model = model
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def made(self) -> ModelProto:
        state = self._embeddings()
        self._node("Cast", ["attention_mask"], "key_mask", to=TensorProto.INT32)
        for layer in range(self.model.shape.layers):
            state = self._layer(f"l{layer}", state)
        self._pool(state)
        ids, batch = TensorProto.INT64, ["texts", "tokens"]
        graph = helper.make_graph(
            self.nodes,
            "e5",
            [helper.make_tensor_value_info(n, ids, batch) for n in ("input_ids", "attention_mask")],
            [
                helper.make_tensor_value_info(
                    "embedding", TensorProto.FLOAT, ["texts", self.model.shape.hidden]
                )
            ],
            self.constants,
        )
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(FAST_OPS, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def _embeddings(self) -> str:
        shape = self.model.shape
        words = self.model.blocks("emb.word")
        self._int4("words", words, [shape.vocabulary, shape.hidden])
        self._constant("word_scales", words.scales.reshape(shape.vocabulary, -1))
        positions = self.model.floats("emb.pos").reshape(shape.positions, -1)
        kind = self.model.floats("emb.type").reshape(shape.types, -1)[0]
        self._constant("positions", positions + kind)
        self._constant("zero", np.array([0], np.int64))
        self._fast(
            "GatherBlockQuantized",
            ["words", "input_ids", "word_scales"],
            "word",
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        self._node("Shape", ["input_ids"], "length", start=1, end=2)
        self._node("Slice", ["positions", "zero", "length", "zero"], "position")
        self._node("Add", ["word", "position"], "sum")
        self._norm_constants("emb.ln")
        return self._node(
            "LayerNormalization",
            ["sum", "emb.ln.w", "emb.ln.b"],
            "embedded",
            axis=-1,
            epsilon=shape.epsilon,
        )

    def _layer(self, name: str, state: str) -> str:
        shape, model = self.model.shape, self.model
        qkv = self._product(f"{name}.qkv", state, model.blocks(*(f"{name}.{p}.w" for p in "qkv")))
        parts = [f"{name}.{part}" for part in "qkv"]
        self.nodes.append(helper.make_node("Split", [qkv], parts, axis=2, num_outputs=3))
        bias = np.concatenate([model.floats(f"{part}.b") for part in parts])
        self._constant(f"{name}.qkv.b", bias)
        seen = self._fast(
            "MultiHeadAttention",
            [*parts, f"{name}.qkv.b", "key_mask"],
            f"{name}.seen",
            num_heads=shape.heads,
        )
        out = self._product(f"{name}.ao", seen, model.blocks(f"{name}.ao.w"))
        state = self._added(f"{name}.aln", state, out, f"{name}.ao.b")
        inner = self._product(f"{name}.fi", state, model.blocks(f"{name}.fi.w"))
        self._constant(f"{name}.fi.b", model.floats(f"{name}.fi.b"))
        active = self._fast("BiasGelu", [inner, f"{name}.fi.b"], f"{name}.active")
        outer = self._product(f"{name}.fo", active, model.blocks(f"{name}.fo.w"))
        return self._added(f"{name}.oln", state, outer, f"{name}.fo.b")

    def _product(self, name: str, state: str, weights: Blocks) -> str:
        columns = self.model.shape.feed_forward if name.endswith(".fo") else self.model.shape.hidden
        rows = weights.codes.size // columns
        packed = weights.codes[:, 0::2] | (weights.codes[:, 1::2] << 4)
        self._constant(f"{name}.w", packed.reshape(rows, columns // BLOCK, BLOCK // 2))
        self._constant(f"{name}.s", weights.scales)
        return self._fast(
            "MatMulNBits",
            [state, f"{name}.w", f"{name}.s"],
            name,
            K=columns,
            N=rows,
            bits=4,
            block_size=BLOCK,
            accuracy_level=INT8_ACTIVATIONS,
        )

    def _added(self, norm: str, state: str, change: str, bias: str) -> str:
        self._norm_constants(norm)
        self._constant(bias, self.model.floats(bias))
        return self._fast(
            "SkipLayerNormalization",
            [state, change, f"{norm}.w", f"{norm}.b", bias],
            norm,
            epsilon=self.model.shape.epsilon,
        )

    def _pool(self, state: str) -> None:
        """Mean over the tokens that are not padding, then unit length."""
        self._constant("last", np.array([2], np.int64))
        self._constant("second", np.array([1], np.int64))
        self._node("Cast", ["attention_mask"], "weights", to=TensorProto.FLOAT)
        self._node("Unsqueeze", ["weights", "last"], "weights3")
        self._node("Mul", [state, "weights3"], "kept")
        self._node("ReduceSum", ["kept", "second"], "total", keepdims=0)
        self._node("LpNormalization", ["total"], "embedding", axis=1, p=2)

    def _norm_constants(self, name: str) -> None:
        for part in ("w", "b"):
            self._constant(f"{name}.{part}", self.model.floats(f"{name}.{part}"))

    def _constant(self, name: str, value: npt.NDArray[Any]) -> None:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))

    def _int4(self, name: str, weights: Blocks, shape: list[int]) -> None:
        signed = (weights.codes ^ 8).reshape(-1, 2)  # 0..15 around 8 -> two's complement
        packed = signed[:, 0] | (signed[:, 1] << 4)
        self.constants.append(
            helper.make_tensor(name, TensorProto.INT4, shape, packed.tobytes(), raw=True)
        )

    def _fast(self, kind: str, inputs: list[str], output: str, **settings: Any) -> str:
        return self._node(kind, inputs, output, domain=FAST_OPS, **settings)

    def _node(self, kind: str, inputs: list[str], output: str, **settings: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **settings))
        return output
