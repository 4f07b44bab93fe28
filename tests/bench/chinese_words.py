"""Common Chinese words that no line break should enter: a judge that the breaker does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORDS = frozenset(
    """
    时间 时候 地方 东西 事情 问题 办法 方法 方式 原因 结果 开始 结束 继续 发现 发展 发生
    知道 认为 觉得 希望 喜欢 需要 应该 可以 可能 能够 必须 愿意 已经 正在 曾经 马上 立刻
    突然 其实 当然 确实 真正 完全 非常 特别 十分 比较 更加 最后 首先 其次 然后 最终 目前
    现在 以前 以后 今天 明天 昨天 今年 去年 明年 早上 晚上 中午 下午 上午 星期 小时 分钟
    世界 国家 社会 政府 城市 学校 大学 老师 学生 朋友 孩子 家庭 父母 男人 女人 人们 大家
    自己 别人 他们 我们 你们 它们 什么 怎么 为什么 哪里 这里 那里 这个 那个 这些 那些 这样
    那样 一个 一些 一样 一起 一直 一定 一般 一点 所有 任何 每个 许多 很多 不少 大量 全部
    部分 其中 其他 另外 因为 所以 但是 不过 而且 如果 虽然 即使 只要 只有 除了 关于 对于
    根据 通过 由于 为了 工作 生活 学习 研究 分析 设计 使用 应用 利用 处理 解决 提高 增加
    减少 改变 变化 影响 作用 意义 目的 过程 系统 技术 科学 数学 物理 化学 数据 信息 网络
    电脑 手机 软件 程序 代码 语言 文字 图像 声音 视频 模型 算法 参数 函数 变量 向量 矩阵
    方程 公式 定理 证明 概率 统计 平均 空间 平面 直线 曲线 角度 长度 面积 体积 距离 方向
    位置 坐标 旋转 变换 导数 积分 极限 微积分 线性 代数 几何 三角形 正方形 长方形 圆形 球体
    立方体 数字 整数 分数 小数 加法 减法 乘法 除法 相等 等于 大于 小于 公司 企业 市场 产品
    客户 用户 经济 投资 价格 成本 利润 收入 人工智能 机器学习 深度学习 神经网络 大语言模型
    训练 推理 芯片 开源 社区 创业 项目 团队 经理 工程师 程序员 科学家 医生 律师 记者 作者
    读者 观众 听众 节目 播客 采访 文章 故事 电影 音乐 历史 文化 艺术 教育 医疗 健康 疾病
    病毒 细胞 基因 环境 能源 气候 水平 质量 安全 容易 困难 简单 复杂 重要 主要 基本 清楚
    明白 理解 记得 忘记 相信 怀疑 讨论 解释 介绍 告诉 回答 提出 看到 听到 想到 得到 找到
    遇到 感到 看见 出来 起来 下来 过来 回来 进去 出去 上去
    """.split()
)
# Where a longer word could start or end elsewhere the judge says nothing.
_ANY = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


def words_entered(text: str, breaks: Iterable[int]) -> list[str]:
    """Return the words that a break enters.

    Args:
        text: Without white space.
        breaks: After how many characters each line but the last ends.
    """
    inner = {
        at: word[0] for word in _ANY.finditer(text) for at in range(word.start() + 1, word.end())
    }
    return [inner[at] for at in breaks if at in inner]
